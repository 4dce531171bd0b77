"""Whose data a person may read: sorts of data, each with the organisations that the policy allows."""

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
"""Used beside the sorts of data. FILES: the organisations whose own files a person who may submit may
download. OTHERS_FILES: those whose files may be downloaded also if others submitted them. Such a file may
hold data of more organisations, so a trust's people may not.
"""
BANDED: Final = "banded"
"""Used beside the sorts of data: the trusts whose counts are shown in bands."""


def code_column(kind: str) -> str | None:
    """The column of a kind with the code of the trust or system that a row is about; None if it has none."""
    return next((name for name in ("ods_code", "ics_code") if name in KINDS[kind].model_fields), None)


@dataclass(frozen=True)
class Rights:
    """What a person's view holds. codes: sort of data -> the organisations whose rows are in it."""

    codes: tuple[tuple[str, frozenset[str]], ...]

    @cached_property
    def digest(self) -> str:
        """The same text for the same rights only."""
        listed = [[data, sorted(codes)] for data, codes in self.codes]
        return hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:16]

    def of(self, data: str) -> frozenset[str]:
        """The organisations whose rows of a sort of data are in the view."""
        return dict(self.codes).get(data, frozenset())


def rights_of(person: Person, places: Places) -> Rights:
    """What a signed-in person may read."""
    read = {data: reached(person, "read", data, places, outcome="allowed") for data in get_args(DataKey)}
    read[BANDED] = reached(person, "read", "legacy", places, outcome="banded") - read["legacy"]
    read[FILES] = reached(person, "write", "returns", places, outcome="allowed")
    of_systems = replace(person, grants=tuple(grant for grant in person.grants if grant.role != "trust"))
    read[OTHERS_FILES] = reached(of_systems, "write", "returns", places, outcome="allowed")
    # Plans and packs of a group are for people with a grant for the group.
    for data in ("plans", "packs"):
        if read[data]:
            read[data] |= groups_of(person, places)
    return Rights(tuple(sorted((data, frozenset(codes)) for data, codes in read.items())))
