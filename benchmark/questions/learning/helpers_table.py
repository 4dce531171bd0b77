"""Which trusts could help which, pillar by pillar: each helper with lines to the returns in need."""

from typing import Any, Final

from benchmark.charts.distance import STEPS, Step, step_of
from benchmark.charts.figure import HtmlFigure
from benchmark.charts.markup import render
from benchmark.core.columns import pillar_name
from benchmark.core.definitions import definitions
from benchmark.core.wording import decimal, is_or_are, plural, short_name
from benchmark.questions.learning.columns import NEEDS
from benchmark.questions.learning.measure import Learning, Need
from benchmark.questions.learning.words import (
    by_pillar,
    matched_message,
    matched_of,
    matched_words,
    need_record,
)

NAMES_LISTED: Final = 8
"""Trusts without a match that a card names; the list below the picture has all of them."""

PICTURED: Final = NEEDS.without("reasons", "why_unmatched", "inside", "elsewhere", "elsewhere_first")
"""The columns of a need in the table behind the picture."""


def helpers(learning: Learning) -> HtmlFigure:
    """A card for each pillar with a material gap: its matches, and the needs without one."""
    several = len({need.care_setting for need in learning.needs}) > 1
    cards = [_card(learning, pillar, needs, several=several) for pillar, needs in by_pillar(learning)]
    html = render(
        "questions/learning/helpers_table.html",
        against=learning.standard.in_words,
        steps=STEPS,
        cards=cards,
    )
    table = PICTURED.of(need_record(learning, need) for need in learning.needs)
    return HtmlFigure(matched_message(learning), _subtitle(learning), _alt(learning), html, table)


def _card(learning: Learning, pillar: str, needs: list[Need], *, several: bool) -> dict[str, Any]:
    """A pillar for the template: each helper with its matches, and the needs without a match."""
    groups: dict[tuple[str, str], list[Need]] = {}
    for need in needs:
        if need.helper is not None:
            groups.setdefault((need.care_setting, need.helper.ods_code), []).append(need)
    return {
        "name": pillar_name(pillar),
        "count": matched_words(learning, needs),
        "groups": [_group(of_helper, several=several) for of_helper in groups.values()],
        "left": _left([need for need in needs if need.helper is None], several=several),
    }


def _group(needs: list[Need], *, several: bool) -> dict[str, Any]:
    """A helper and the returns that it is matched with. chip: a score and its step from the standard."""
    helper, setting = needs[0].helper, needs[0].care_setting
    assert helper is not None
    return {
        "helper": short_name(helper.trust),
        "setting": setting if several else "",
        "chip": _chip(helper.score, needs[0]),
        "needs": [(_chip(need.score, need), short_name(need.trust)) for need in needs],
    }


def _chip(score: float, need: Need) -> tuple[str, Step]:
    """A score of the need's pillar and care setting, with its step."""
    material = definitions().material(need.pillar, need.care_setting)
    return decimal(score, 1), step_of(score - need.standard, material=material)


def _left(left: list[Need], *, several: bool) -> str:
    """The first needs without a match, in words; empty if there are none."""
    names = [_short(need, several=several) for need in left[:NAMES_LISTED]]
    more = len(left) - len(names)
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def _short(need: Need, *, several: bool) -> str:
    setting = f" ({need.care_setting})" if several else ""
    return f"{short_name(need.trust)}{setting} {decimal(need.score, 1)}"


def _subtitle(learning: Learning) -> str:
    if not learning.needs:
        return ""
    return (
        "At the left a return that could help. At the right the returns that it is matched with: they are of "
        "the same care setting and at least a whole level lower on that pillar. Scores from 1 to 5, "
        "self-assessed. "
        "Suggestions: nobody has been asked."
    )


def _alt(learning: Learning) -> str:
    pillars = by_pillar(learning)
    if not pillars:
        return f"{matched_message(learning)}, score 1 to 5."
    if learning.of_trust is not None:
        matches = "; ".join(
            f"{pillar_name(pillar)}: {matched_words(learning, needs)}" for pillar, needs in pillars
        )
        return f"{matched_message(learning)}. {matches}."
    matched = len(learning.matched)
    start = (
        f"{matched} of {plural(len(learning.needs), 'material gap')} to {learning.standard.in_words} "
        f"{is_or_are(matched)} matched with {plural(len(learning.asked), 'helping trust')} inside the "
        f"{learning.scope.called}."
    )
    matches = "; ".join(
        f"{pillar_name(pillar)} {matched_of(needs)} of {len(needs)}" for pillar, needs in pillars
    )
    return f"{start} {matches}."
