"""The groups that stand, with their trusts and systems on a footprint, and their members with dates."""

from dataclasses import dataclass

import pandas as pd

from benchmark.common.groups import Group, known_groups, nearest_groups, trusts_of_groups
from benchmark.common.scope import Footprint, placements
from benchmark.core.errors import UnknownCode
from benchmark.questions.groups.columns import GROUPS, MEMBERS
from benchmark.store.publication import Publication


@dataclass(frozen=True)
class KnownGroups:
    """groups: GROUPS, in the order of `known_groups`. members: MEMBERS, of any date."""

    groups: pd.DataFrame
    members: pd.DataFrame


def all_groups(
    publication: Publication, *, year: int, footprint: Footprint, fictional: bool = False
) -> KnownGroups:
    """Every real group, or every fictional one; also groups without a trust on the footprint."""
    known = {code: one for code, one in known_groups(publication).items() if one.fictional == fictional}
    return _of(publication, known, year=year, footprint=footprint)


def one_group(publication: Publication, group: str, *, year: int, footprint: Footprint) -> KnownGroups:
    """A group by its code or exact name, ignoring case. UnknownCode names the nearest groups."""
    wanted = group.strip().casefold()
    known = known_groups(publication)
    matching = {code: one for code, one in known.items() if wanted in (code.casefold(), one.name.casefold())}
    if not matching:
        raise UnknownCode(
            f"There is no group {group.strip()}.", fix=nearest_groups(publication, group.strip())
        )
    return _of(publication, matching, year=year, footprint=footprint)


def _of(publication: Publication, known: dict[str, Group], *, year: int, footprint: Footprint) -> KnownGroups:
    held = trusts_of_groups(publication, year=year, footprint=footprint)
    placed = placements(publication, year=year, footprint=footprint)
    system_of = dict(zip(placed["ods_code"], placed["ics_code"], strict=True))
    nobody: frozenset[str] = frozenset()
    groups = GROUPS.typed(
        {
            "group": code,
            "name": group.name,
            "group_kind": group.kind,
            "trusts": len(held.get(code, nobody)),
            "systems": len({system_of[trust] for trust in held.get(code, nobody)}),
            "shares_with": tuple(
                other for other in held if other != code and held[other] & held.get(code, nobody)
            ),
        }
        for code, group in known.items()
    )
    members = MEMBERS.typed(
        {
            "group": code,
            "member_code": member.code,
            "member": member.name,
            "valid_from": member.valid_from.isoformat(),
            "valid_to": None if member.valid_to is None else member.valid_to.isoformat(),
            "source": member.source,
        }
        for code, group in known.items()
        for member in group.members
    )
    return KnownGroups(groups, members)
