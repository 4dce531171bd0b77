"""Pieces of the page "Conditions": the themes with their indicators, who has returned, and how to return."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import pandas as pd

from benchmark.definitions import condition_sections, evidence
from benchmark.measures.condition_columns import WHO_RETURNED
from benchmark.measures.condition_themes import Indicator, ThemeFigures
from benchmark.measures.condition_words import IndicatorWords, indicator_words
from benchmark.measures.conditions import SECTIONS, Conditions
from benchmark.measures.programme_coverage import Coverage
from benchmark.measures.scope import Scope
from benchmark.measures.subject import Subject
from benchmark.returns.template import example_rows
from benchmark.web import parts
from benchmark.web.blocks import Html
from benchmark.web.sitemap import PLACES, page_query, scope_query, template_address
from schemas.kinds import KINDS

_MARKS = (
    ("yes", "\N{CHECK MARK}"),
    ("partly", "\N{ALMOST EQUAL TO}"),
    ("no", "\N{MULTIPLICATION SIGN}"),
    ("none", "\N{EN DASH}"),
)
"""A trust's answer as a mark: its class, and the sign that says it without colour."""


def our_reading(*, asks: bool) -> Html:
    """Whose words the themes are; asks: before any return, the lines are what it would ask."""
    source = evidence().source
    lines = "The lines are what a return would tell." if asks else "Each mark is a trust."
    return parts.text(
        f"Our reading of {source.publisher}' {source.title.lower()} of {source.published}, in our words. "
        f"Which question stands for which theme is our choice. {lines}"
    )


def theme_cards(figures: Sequence[ThemeFigures], covered: Coverage, *, asks: bool) -> Html:
    """Themes side by side, each with its indicators; asks: before any return, what it would ask."""
    query = urlencode(page_query(covered.gaps.scope, covered.gaps.standard))
    cards = "".join(_card(entry, query, asks=asks) for entry in figures)
    return Html(f'<div class="themes">{cards}</div>')


def _card(figures: ThemeFigures, query: str, *, asks: bool) -> str:
    theme = figures.theme
    lines = "".join(_line(indicator, query, asks=asks) for indicator in figures.indicators)
    return (
        f'<section class="theme"><h3>{escape(theme.title)}</h3><p>{escape(theme.text)}</p>'
        f"<ul>{lines}</ul></section>"
    )


def _line(indicator: Indicator, query: str, *, asks: bool) -> str:
    told = indicator_words(indicator)
    name = escape(told.name)
    if indicator.page in {place.address for place in PLACES}:
        name = f'<a href="{escape(f"{indicator.page}?{query}")}" target="_self">{name}</a>'
    if asks and indicator.page is None:
        return f'<li><span class="theme-name">{name}</span></li>'
    words = f'<span class="theme-words">{escape(told.words)}</span>'
    return f'<li><span class="theme-name">{name}</span>{_picture(told)}{words}</li>'


def _picture(told: IndicatorWords) -> str:
    """A mark per trust, or a bar as long as a share; the words beside it say the same."""
    if told.marks is not None:
        marks = "".join(
            f'<i class="theme-{name}">{sign}</i>' * count
            for (name, sign), count in zip(_MARKS, told.marks, strict=True)
        )
        return f'<span class="theme-marks" aria-hidden="true">{marks}</span>'
    if told.share is None:
        return ""
    width = 100 * min(max(told.share, 0.0), 1.0)
    return f'<span class="theme-bar" aria-hidden="true"><span style="width:{width:.1f}%"></span></span>'


def who_returned(found: Conditions, *, subject: Subject) -> Html:
    """Every trust and section: the round of its newest return, or that there is none."""
    rows: dict[str, dict[str, str | None]] = {}
    columns = (found.returned[key] for key in ("ods_code", "trust", "section", "year"))
    for code, trust, section, year in zip(*columns, strict=True):
        row = rows.setdefault(code, {"ods_code": code, "trust": trust})
        row[section] = None if pd.isna(year) else f"{year:.0f}"
    return parts.table(
        WHO_RETURNED.only("trust", "ods_code", *SECTIONS).of(rows.values()),
        caption=WHO_RETURNED.title,
        subject=subject,
        file_name="returned",
    )


def how_to_return(found: Conditions, scope: Scope) -> Html:
    """The template, where it goes, and whom to ask."""
    upload = template_address("conditions", scope_query(scope))
    example = pd.DataFrame(
        example_rows("conditions"), columns=[*KINDS["conditions"].model_fields], dtype=object
    )
    returned = set(found.returned.loc[found.returned["year"].notna(), "ods_code"])
    members = zip(found.members["trust"], found.members["ods_code"], strict=True)
    silent = [f"{trust} ({code})" for trust, code in members if code not in returned]
    return (
        parts.text(
            "A trust's digital lead fills in one file for the trust: a row for each group of systems, role, "
            "question and programme. A section can be left out, and returned later."
        )
        + parts.download(example, file_name="conditions-template", words="Download the template as CSV")
        + parts.link("Upload a filled-in file: it is checked before anything is submitted", upload)
        + (parts.folded(f"Trusts still to ask: {len(silent)}", parts.bullets(silent)) if silent else Html(""))
    )


def what_it_would_show() -> Html:
    """What a page with returns has, section by section."""
    return parts.bullets(
        [f"{section.title}: {_start_small(section.purpose)}" for section in condition_sections().values()]
    )


def _start_small(words: str) -> str:
    return words[0].lower() + words[1:]
