"""Matches the returns of two rounds by unit, and says why some have no match."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import pandas as pd

from benchmark.common.scope import Successions
from benchmark.core.wording import in_list

Unit = tuple[str, str]
"""A trust's code and a care setting."""


@dataclass(frozen=True)
class Matching:
    """The matched units of two rounds.

    matched: later unit -> earlier unit; the codes differ if one trust passed to another.
    unmatched_earlier, unmatched_later: unit -> why it has no match.
    """

    matched: Mapping[Unit, Unit]
    unmatched_earlier: Mapping[Unit, str]
    unmatched_later: Mapping[Unit, str]


def match_units(units: pd.DataFrame, successions: Successions, *, year_from: int, year_to: int) -> Matching:
    """Match the units of two rounds: same care setting and same trust, or the trust that took over from it.

    A trust is followed to its successor only if it made no return at all in the later round and has only one
    successor. The successor must have no earlier score of its own there, and no other predecessor may claim
    it.
    units: assessment_year, ods_code, trust, care_setting; the rounds' units of England.
    """
    earlier, later = _units(units, year_from), _units(units, year_to)
    trusts_earlier, trusts_later = {code for code, _ in earlier}, {code for code, _ in later}
    matched = {unit: unit for unit in later if unit in earlier}

    reasons: dict[Unit, str] = {}
    claims: dict[Unit, list[Unit]] = defaultdict(list)
    for unit in earlier:
        if unit in matched:
            continue
        heirs = _heirs(unit, later, trusts_later, successions)
        if len(heirs) == 1 and heirs[0] not in earlier:
            claims[heirs[0]].append(unit)
        else:
            reasons[unit] = _why_not_followed(unit, heirs, trusts_later, successions, year_to)

    joined: dict[Unit, str] = {}
    for heir, claimants in claims.items():
        if len(claimants) == 1:
            matched[heir] = claimants[0]
            continue
        parts = [f"{code} ({earlier[code, setting]})" for code, setting in sorted(claimants)]
        joined[heir] = f"joins {in_list(parts)}, which returned separately in {year_from}"
        for claimant, part in zip(sorted(claimants), parts, strict=True):
            others = in_list([other for other in parts if other != part])
            verb = "are" if len(parts) > 2 else "is"
            reasons[claimant] = f"now part of {successions.named(heir[:1])}, as {verb} {others}"
    without = {
        unit: joined.get(unit) or _no_return(unit, trusts_earlier, year_from)
        for unit in later
        if unit not in matched
    }
    return Matching(matched, reasons, without)


def _units(units: pd.DataFrame, year: int) -> dict[Unit, str]:
    """The round's units, each with its trust's name."""
    of_year = units[units["assessment_year"] == year]
    names: list[Hashable] = of_year["trust"].tolist()
    return {
        (str(code), str(setting)): str(name)
        for code, setting, name in zip(of_year["ods_code"], of_year["care_setting"], names, strict=True)
    }


def _heirs(
    unit: Unit, later: Mapping[Unit, str], trusts_later: set[str], successions: Successions
) -> list[Unit]:
    ods_code, setting = unit
    if ods_code in trusts_later:
        return []
    heirs = [(heir, setting) for heir in successions.heirs(ods_code, trusts_later)]
    return [heir for heir in heirs if heir in later]


def _why_not_followed(
    unit: Unit, heirs: list[Unit], trusts_later: set[str], successions: Successions, year_to: int
) -> str:
    ods_code, _ = unit
    if len(heirs) == 1:
        return f"now part of {successions.named(heirs[0][:1])}, which has its own earlier return"
    if heirs:
        return f"passed to {successions.named([code for code, _ in heirs])}, so no single return follows it"
    reason = _no_return(unit, trusts_later, year_to)
    passed_to = "" if ods_code in trusts_later else successions.passed_to(ods_code)
    return f"{reason}; passed to {passed_to}" if passed_to else reason


def _no_return(unit: Unit, trusts: set[str], year: int) -> str:
    """Why a round has no such unit; says so if the trust returned for other care settings."""
    return f"no return in {year}" + (" for this care setting" if unit[0] in trusts else "")
