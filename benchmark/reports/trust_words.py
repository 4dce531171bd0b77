"""Where a trust stands, in a sentence per care setting."""

import pandas as pd

from benchmark.charts.labels import short_name
from benchmark.charts.words import pillar_name
from benchmark.definitions import definitions
from benchmark.measures.compare import at_least
from benchmark.measures.gaps import Gaps
from benchmark.measures.words import in_list


def trust_lead(found: Gaps, national: pd.DataFrame, *, ods_code: str) -> str:
    """What is materially above and below the national median of the trust's own setting, per setting.

    national: the frame of `national_pillars`, for the same round.
    """
    threshold = definitions().threshold("pillar")
    rows = found.rows[found.rows["ods_code"] == ods_code].merge(
        national[["care_setting", "pillar", "median"]], on=["care_setting", "pillar"]
    )
    rows = rows.sort_values("pillar_position")
    sentences = []
    for care_setting, of_setting in rows.groupby("care_setting", sort=False):
        difference = of_setting["score"] - of_setting["median"]
        above = [
            name
            for name, value in zip(_names(of_setting), difference, strict=True)
            if at_least(value, threshold)
        ]
        below = [
            name
            for name, value in zip(_names(of_setting), difference, strict=True)
            if at_least(-value, threshold)
        ]
        sentences.append(_sentence(str(care_setting), above, below))
    return " ".join(sentences) or f"There is no score of {found.scope.assessment_year} to show."


def profile_title(of_setting: Gaps, *, ods_code: str) -> str:
    """On how many pillars a trust reaches the standard, in one care setting."""
    unit = of_setting.by_unit[of_setting.by_unit["ods_code"] == ods_code].iloc[0]
    reached = unit["pillars"] - unit["pillars_below"]
    standard = of_setting.standard.in_words
    name = short_name(str(unit["trust"]))
    if reached == 0:
        return f"{name} is below {standard} on all {unit['pillars']} pillars"
    if reached == unit["pillars"]:
        return f"{name} reaches {standard} on all {reached} pillars"
    return f"{name} reaches {standard} on {reached} of {unit['pillars']} pillars"


def profile_subtitle(of_setting: Gaps) -> str:
    """What the marks of a trust's profile are."""
    others = len(of_setting.by_unit) - 1
    setting = str(of_setting.by_unit["care_setting"].iloc[0])
    beside = {
        0: f"It is the only {setting} return of its ICS: only the national median stands beside it.",
        1: f"The other mark is the other {setting} return of its ICS.",
    }.get(others, f"The other marks are the {others} other {setting} returns of its ICS.")
    return f"The large dark mark is this trust. {beside}"


def _names(rows: pd.DataFrame) -> list[str]:
    return [pillar_name(key) for key in rows["pillar"]]


def _sentence(care_setting: str, above: list[str], below: list[str]) -> str:
    against = f"the national median of {care_setting.lower()} returns"
    if above and below:
        return f"{care_setting}: above {against} on {listed(above)}, below it on {listed(below)}."
    if above:
        return f"{care_setting}: above {against} on {listed(above)}, materially below on none."
    if below:
        return f"{care_setting}: below {against} on {listed(below)}, materially above on none."
    return f"{care_setting}: no material difference from {against} on any pillar."


def listed(words: list[str]) -> str:
    """'a', 'a and b', 'a, b and c'; 'all seven pillars' when nothing is left out."""
    if len(words) == len(definitions().framework.pillars):
        return "all seven pillars"
    return in_list(words)
