"""Who could help whom, pillar by pillar: each helper at the left of an arm, those in need at its end."""

from html import escape
from typing import Final

from benchmark.charts.distance import STEPS, step_of
from benchmark.charts.figure import HtmlFigure
from benchmark.core.columns import pillar_name
from benchmark.core.wording import decimal, plural, short_name
from benchmark.questions.learning.columns import NEEDS
from benchmark.questions.learning.helpers_css import helpers_css
from benchmark.questions.learning.measure import Learning, Need
from benchmark.questions.learning.words import by_pillar, matched_message, matched_of, need_record

NAMES_LISTED: Final = 8
"""Trusts without a match that a card names; the list below the picture has all of them."""

PICTURED: Final = NEEDS.without("reasons", "why_unmatched", "inside", "elsewhere", "elsewhere_first")
"""What the table behind the picture has of a need."""


def helpers(found: Learning) -> HtmlFigure:
    """A card for each pillar with a material gap: its matches, and who is left without one."""
    several = len({need.care_setting for need in found.needs}) > 1
    cards = [_card(pillar, needs, several=several) for pillar, needs in by_pillar(found)]
    html = (
        f'<div class="mh"><style>{helpers_css()}</style>{_legend(found)}'
        f'<div class="mh-cards">{"".join(cards)}</div></div>'
        if cards
        else ""
    )
    table = PICTURED.of(need_record(found, need) for need in found.needs)
    return HtmlFigure(matched_message(found), _subtitle(found), _alt(found), html, table)


def _card(pillar: str, needs: list[Need], *, several: bool) -> str:
    name = escape(pillar_name(pillar))
    count = f"{matched_of(needs)} of {plural(len(needs), 'gap')} matched"
    groups: dict[tuple[str, str], list[Need]] = {}
    for need in needs:
        if need.helper is not None:
            groups.setdefault((need.care_setting, need.helper.ods_code), []).append(need)
    body = "".join(_group(of_helper, several=several) for of_helper in groups.values())
    table = (
        f'<table><caption class="mh-hidden">{name}: who could help whom</caption>'
        '<thead><tr><th scope="col">Could help</th><th scope="col">Would be helped</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
        if body
        else ""
    )
    return (
        f'<section class="mh-card"><h4>{name} <span class="mh-count">{count}</span></h4>{table}'
        f"{_left(needs, several=several)}</section>"
    )


def _group(needs: list[Need], *, several: bool) -> str:
    """A helper's rows: its own cell spans those of all whom it is matched with."""
    helper, setting = needs[0].helper, needs[0].care_setting
    assert helper is not None
    mark = f' <span class="mh-setting">{escape(setting)}</span>' if several else ""
    head = (
        f'<th scope="rowgroup" rowspan="{len(needs)}">{escape(short_name(helper.trust))}{mark} '
        f"{_chip(helper.score, helper.score - needs[0].standard)}</th>"
    )
    rows = []
    for place, need in enumerate(needs):
        classes = "mh-arm" + (" mh-first" if not place else "") + (" mh-last" if need is needs[-1] else "")
        rows.append(
            f'<tr>{head if not place else ""}<td class="{classes}">'
            f"{_chip(need.score, need.score - need.standard)} {escape(short_name(need.trust))}</td></tr>"
        )
    return "".join(rows)


def _left(needs: list[Need], *, several: bool) -> str:
    left = [need for need in needs if need.helper is None]
    if not left:
        return ""
    names = [_short(need, several=several) for need in left[:NAMES_LISTED]]
    more = len(left) - len(names)
    listed = escape(", ".join(names) + (f" and {more} more" if more > 0 else ""))
    return f'<p class="mh-left"><strong>No match inside:</strong> {listed}</p>'


def _short(need: Need, *, several: bool) -> str:
    setting = f" ({need.care_setting})" if several else ""
    return f"{short_name(need.trust)}{setting} {decimal(need.score, 1)}"


def _chip(score: float, distance: float) -> str:
    """A score coloured by its distance from the standard, with a sign that says the same."""
    step = step_of(distance)
    return (
        f'<span class="mh-chip mh-{step.key}"><span aria-hidden="true">{step.sign}</span>{decimal(score, 1)}'
        f'<span class="mh-hidden">, {step.label}</span></span>'
    )


def _legend(found: Learning) -> str:
    steps = [step for step in STEPS if step.sign != "•"]
    keys = "".join(
        f'<li class="mh-{step.key}"><span aria-hidden="true">{step.sign}</span> {escape(step.label)}</li>'
        for step in steps
    )
    return f'<ul class="mh-legend"><li>Against {escape(found.standard.in_words)}:</li>{keys}</ul>'


def _subtitle(found: Learning) -> str:
    if not found.needs:
        return ""
    return (
        "At the left a return that could help, at the right those that it is matched with: of the same care "
        "setting, at least a whole level lower on that pillar. Scores from 1 to 5, self-assessed. "
        "Suggestions: nobody has been asked."
    )


def _alt(found: Learning) -> str:
    start = (
        f"{len(found.matched)} of {plural(len(found.needs), 'material gap')} to {found.standard.in_words} "
        f"are matched with {plural(len(found.asked), 'helping trust')} inside the system."
    )
    pillars = "; ".join(
        f"{pillar_name(pillar)} {matched_of(needs)} of {len(needs)}" for pillar, needs in by_pillar(found)
    )
    return f"{start} {pillars}." if pillars else f"{matched_message(found)}, score 1 to 5."
