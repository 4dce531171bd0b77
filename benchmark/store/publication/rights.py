"""Whose data somebody may read: what the policy gives them, with the organisations that it reaches."""

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, get_args

from benchmark.core.people import Person
from benchmark.core.policy import Places, groups_of, reached
from schemas.kinds import KINDS
from schemas.policy import DataKey

FILES, OTHERS_FILES = "files", "others_files"
"""Beside the sorts of data: the organisations whose files may be had as they came, by who may submit; and
those of which this holds for files too that others submitted for them. Such a file may hold more than theirs,
so it is not for a trust's people.
"""
BANDED: Final = "banded"
"""Beside the sorts of data: the trusts whose counts are shown in bands."""


def code_column(kind: str) -> str | None:
    """The column of a kind that says whose its rows are: a trust's code, or a system's; else None."""
    return next((name for name in ("ods_code", "ics_code") if name in KINDS[kind].model_fields), None)


@dataclass(frozen=True)
class Rights:
    """What a reading holds. codes: a sort of data -> the codes of the organisations whose rows are in it."""

    codes: tuple[tuple[str, frozenset[str]], ...]

    @cached_property
    def digest(self) -> str:
        """The same for the same rights, another for any others."""
        listed = [[data, sorted(codes)] for data, codes in self.codes]
        return hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:16]

    def of(self, data: str) -> frozenset[str]:
        """The codes of the organisations whose rows of a sort of data are in it."""
        return dict(self.codes).get(data, frozenset())


def rights_of(person: Person, places: Places) -> Rights:
    """What a person who signed in may read."""
    read = {data: reached(person, "read", data, places, outcome="allowed") for data in get_args(DataKey)}
    read[BANDED] = reached(person, "read", "legacy", places, outcome="banded") - read["legacy"]
    read[FILES] = reached(person, "write", "returns", places, outcome="allowed")
    of_systems = replace(person, grants=tuple(grant for grant in person.grants if grant.role != "trust"))
    read[OTHERS_FILES] = reached(of_systems, "write", "returns", places, outcome="allowed")
    # A group's plans are for those who were granted the group.
    for data in ("plans", "packs"):
        if read[data]:
            read[data] |= groups_of(person, places)
    return Rights(tuple(sorted((data, frozenset(codes)) for data, codes in read.items())))
