"""A trust against its standard in words: the pillars on which it is below, and where it is furthest."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from benchmark.common.scope import Standard
from benchmark.core.columns import pillar_name, rows_of
from benchmark.core.definitions import definitions
from benchmark.core.wording import MINUS, beside, in_list, is_or_are, plural, short_name
from benchmark.questions.trusts.measure import Position
from benchmark.questions.trusts.words import in_settings, named_pillars, of_pillars

MOST_NAMED: Final = 2
"""The most pillars that a title names."""


def trust_message(positions: Sequence[Position], *, name: str, year: int, standard: Standard) -> str:
    """The pillars on which a trust is below the standard, by care setting, without a full stop.

    positions: the trust in each care setting. Three or more pillars are counted, to keep titles short.
    """
    name, held = short_name(name), [unit for unit in positions if unit.held]
    if not positions:
        return f"{name} has no return for {year}"
    if not held:
        return f"No score of {name} is held to {standard.in_words}"
    settings: dict[str, list[str]] = {}
    for unit in held:
        settings.setdefault(_below_in_short(unit), []).append(unit.care_setting)
    where = f"on {next(iter(settings))}" if len(settings) == 1 else in_settings(settings)
    return f"{name} is materially below {standard.in_words} {where}"


def _below_in_short(position: Position) -> str:
    below = position.below_standard
    if len(below) > MOST_NAMED:
        held = int(position.pillars["standard"].notna().sum())
        which = " that have one" if held < len(position.pillars) else ""
        return f"{of_pillars(len(below), held)}{which}"
    return named_pillars(below) or "no pillar"


def against_standard(positions: Sequence[Position]) -> str:
    """How many of a trust's scores are below the standard, and which furthest. positions: by setting."""
    if not positions:
        return "No return, so no score is held to it."
    held = pd.concat([unit.pillars[unit.pillars["standard"].notna()] for unit in positions])
    if held.empty:
        return "No score of this trust can be held to it."
    below = pd.concat([unit.below_standard for unit in positions], ignore_index=True)
    if below.empty:
        return f"None of {plural(len(held), 'score')} is materially below it."
    verb = is_or_are(len(below))
    count = f"{len(below)} of {plural(len(held), 'score')}"
    return f"{count} {verb} materially below it, {_furthest_below(below, settings=len(positions))}"


def _furthest_below(below: pd.DataFrame, *, settings: int) -> str:
    """The score furthest below the standard, and all that are as far, with a full stop."""
    distance = below["from_standard"].round(9)
    widest = below[distance == distance.min()]
    row = next(rows_of(widest))
    if len(widest[["pillar", "score", "standard"]].round(9).drop_duplicates()) == 1:
        where = f"in {in_list([*widest['care_setting']])} on" if settings > 1 else "on"
        where = f"furthest {where}" if len(below) > len(widest) else where
        return f"{where} {standard_sentence(row)}"
    least = definitions().material(row.pillar, row.care_setting)
    _, _, apart = beside(row.score, row.standard, decimals=1, threshold=least)
    named: dict[str, list[str]] = {}
    for setting, rows in widest.groupby("care_setting", sort=False):
        named.setdefault(named_pillars(rows), []).append(str(setting))
    where = in_settings(named) if settings > 1 else f"on {next(iter(named))}"
    which = "furthest" if len(below) > len(widest) else "each"
    return f"{which} by {apart.removeprefix(MINUS)} {where}."


def standard_sentence(row: Any) -> str:
    """A pillar's score against the standard, with its full stop."""
    least = definitions().material(row.pillar, row.care_setting)
    score, standard, apart = beside(row.score, row.standard, decimals=1, threshold=least)
    return f"{pillar_name(row.pillar)}: {score} against {standard} ({apart})."
