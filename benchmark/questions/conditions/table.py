"""The pieces that the tables of conditions are built from, every text in them escaped."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final, Literal

import pandas as pd

from benchmark.core.columns import rows_of
from benchmark.core.wording import short_name
from benchmark.questions.conditions.css import condition_css

TrustLink = Callable[[str], str]
"""ODS code -> the address that a trust's name leads to."""
MANY_COLUMNS: Final = 10
"""With more of them headings and cells get smaller type and less room."""
_LONG_WORD: Final = re.compile(r"\b([A-Za-z]{4,})(tional|tions?|ing|ic|able|boards|mes)\b")
SOFT_HYPHEN: Final = "\u00ad"
NO_RETURN: Final = "no return"
STATUS_CLASSES: Final = {
    "addressed": "cg-good",
    "not_running": "cg-short",
    "no_programme": "cg-open",
    "no_return": "mg-none",
    "no_gap": "cg-clear",
}
"""What becomes of a gap, as classes of the style sheet."""


def breakable(text: str) -> str:
    """A heading whose long words may be parted before their ending; few browsers hyphenate by themselves."""
    return _LONG_WORD.sub(rf"\1{SOFT_HYPHEN}\2", text)


@dataclass(frozen=True)
class Head:
    """A column's heading; one that folds gives way on narrow screens."""

    text: str
    folds: bool = False


def cell(text: str, *, classes: str = "", below: str = "", hidden: str = "", fold: bool = False) -> str:
    """A cell: its text, a smaller line below it, and words that only a screen reader speaks."""
    names = f"{classes} mg-fold" if fold else classes
    under = f'<span class="cg-sub">{escape(below)}</span>' if below else ""
    spoken = f'<span class="mg-hidden">{escape(hidden)}</span>' if hidden else ""
    return f'<td class="{names}">{escape(text)}{under}{spoken}</td>'


def raw_cell(html: str, *, classes: str = "", fold: bool = False) -> str:
    """A cell of HTML that is escaped already."""
    return f'<td class="{f"{classes} mg-fold" if fold else classes}">{html}</td>'


def no_return(columns: int, words: str = NO_RETURN, *, fold: bool = False) -> str:
    """A row's cells where there is no return: one hatched cell over all columns, in words."""
    names = "mg-none mg-fold" if fold else "mg-none"
    return f'<td class="{names}" colspan="{columns}"><span>{escape(words)}</span></td>'


def rows_by(frame: pd.DataFrame, key: str) -> dict[str, list[Any]]:
    """A frame's rows by the values of a column: a frame filtered for each of them takes far longer."""
    found: dict[str, list[Any]] = {}
    for row in rows_of(frame):
        found.setdefault(getattr(row, key), []).append(row)
    return found


def trust_head(row: Any, *, link: TrustLink, round_year: int) -> str:
    """A row's header: the trust, which leads to its own view, and the round where it is an earlier one.

    row: with the trust's ods_code, trust and year (missing where there is no return).
    """
    older = "" if pd.isna(row.year) or row.year == round_year else f"return of {row.year:.0f}"
    below = f'<span class="cg-sub">{older}</span>' if older else ""
    name = escape(short_name(row.trust))
    return f'<th scope="row"><a href="{escape(link(row.ods_code))}" target="_self">{name}</a>{below}</th>'


def bar(share: float) -> str:
    """A bar whose length is a share of its cell, from nothing at the left to all of it."""
    width = min(max(share, 0.0), 1.0)
    return f'<span class="cg-bar" aria-hidden="true"><span style="width:{100 * width:.1f}%"></span></span>'


def table(
    *,
    caption: str,
    heads: Sequence[Head],
    rows: Sequence[str],
    legend: Sequence[tuple[str, str]] = (),
    foot: str = "",
    layout: Literal["grid", "list"] = "grid",
) -> str:
    """The table with its style. rows: what stands within each tr; legend: class and words of each key.

    layout: 'grid' has columns of one width, 'list' lets each take what it needs.
    """
    keys = "".join(f'<li class="{name}">{escape(words)}</li>' for name, words in legend)
    listed = f'<ul class="mg-legend">{keys}</ul>' if keys else ""
    columns = "".join(
        f'<th scope="col"{" class=mg-fold" if head.folds else ""}>{escape(breakable(head.text))}</th>'
        for head in heads
    )
    names = f"cg-{layout} cg-many" if len(heads) > MANY_COLUMNS else f"cg-{layout}"
    body = "".join(row if row.startswith("<tr") else f"<tr>{row}</tr>" for row in rows)
    last = f"<tfoot><tr>{foot}</tr></tfoot>" if foot else ""
    return (
        f'<div class="mg cg"><style>{condition_css()}</style>{listed}'
        f'<table class="{names}"><caption class="mg-hidden">{escape(caption)}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody>{last}</table></div>"
    )
