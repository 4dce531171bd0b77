"""The evidence's conditions for success and challenges, each with its indicators."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

import pandas as pd

from benchmark.common.scope import sql
from benchmark.core.definitions import condition_sections, definitions, evidence
from benchmark.questions.conditions.coverage import Coverage
from benchmark.questions.conditions.measure import Asked, Conditions, counts_by_item, unsupported, vacancies
from benchmark.store.publication import Publication
from schemas.conditions import Section
from schemas.evidence import Theme, ThemeIndicator, ThemeReturn

Counts = dict[tuple[str, str], dict[str, Any]]
"""(section, item) -> row of the table BY_ITEM."""


@dataclass(frozen=True)
class Indicator:
    """A figure that shows something about a theme.

    source: a section of the conditions return, or another kind of return. item: None for the whole section.
    trusts: the number that gave the figure; members: the number that could have.
    yes, partly, no: counts of trusts, for questions. part, whole: vacant of funded posts; unsupported of all
    systems; or, of the material gaps of trusts that returned programmes, those that no programme addresses
    (without trusts that have no score held to the standard). Both None if there is no figure, or if the
    reader may not see it (restricted). page: the page with the figures of another kind of return.
    """

    source: str
    item: str | None
    name: str
    trusts: int
    members: int
    yes: int | None = None
    partly: int | None = None
    no: int | None = None
    part: float | None = None
    whole: float | None = None
    restricted: bool = False
    page: str | None = None


@dataclass(frozen=True)
class ThemeFigures:
    """A theme and its indicators, in the order of the definition."""

    theme: Theme
    indicators: tuple[Indicator, ...]


def returned_kinds(publication: Publication) -> dict[str, frozenset[str]]:
    """Kind of return -> ODS codes of the trusts that returned it, for the other kinds that themes use."""
    found: dict[str, set[str]] = {}
    for code, kind in publication.rows(sql(__package__, "returned_kinds")):
        found.setdefault(kind, set()).add(code)
    return {kind: frozenset(codes) for kind, codes in found.items()}


def themes(
    conditions: Conditions, covered: Coverage, *, other_returns: dict[str, frozenset[str]]
) -> tuple[ThemeFigures, ...]:
    """Every theme with its figures. other_returns: from `returned_kinds`."""
    counts = _counts(conditions)
    return tuple(
        ThemeFigures(
            theme,
            (
                *(
                    figure
                    for asked in theme.indicators
                    for figure in _figures(asked, conditions, covered, counts)
                ),
                *(_returned(asked, conditions, other_returns) for asked in theme.returns),
            ),
        )
        for theme in evidence().themes
    )


def _counts(conditions: Conditions) -> Counts:
    """The counts of answers to each question of both sections."""
    return {
        (section, row["item"]): row
        for section in get_args(Asked)
        for row in counts_by_item(conditions.answers_of(section))
    }


def _figures(
    asked: ThemeIndicator, conditions: Conditions, covered: Coverage, counts: Counts
) -> Iterator[Indicator]:
    match asked.section:
        case "board_readiness" | "capability":
            yield from _answers(asked, conditions, counts)
        case "digital_posts":
            yield from _posts(asked, conditions)
        case "legacy_estate":
            yield _legacy(conditions)
        case "programme":
            yield _programmes(conditions, covered)


def _answers(asked: ThemeIndicator, conditions: Conditions, counts: Counts) -> Iterator[Indicator]:
    for key in asked.items:
        count = counts.get((asked.section, key), {})
        yield Indicator(
            source=asked.section,
            item=key,
            name=_item_name(asked.section, key),
            trusts=int(count.get("answered", 0)),
            members=len(conditions.members),
            yes=int(count.get("yes", 0)),
            partly=int(count.get("partly", 0)),
            no=int(count.get("no", 0)),
        )


def _posts(asked: ThemeIndicator, conditions: Conditions) -> Iterator[Indicator]:
    for key in asked.items or (None,):
        rows = conditions.posts if key is None else conditions.posts[conditions.posts["item"] == key]
        total = vacancies(rows)
        yield Indicator(
            source=asked.section,
            item=key,
            name="Digital posts of every role" if key is None else _item_name(asked.section, key),
            trusts=total.trusts,
            members=len(conditions.members),
            part=total.part if total.trusts else None,
            whole=total.whole if total.trusts else None,
        )


def _legacy(conditions: Conditions) -> Indicator:
    total = unsupported(conditions.legacy)
    return Indicator(
        source="legacy_estate",
        item=None,
        name="Systems that no supplier supports any more",
        trusts=int(conditions.legacy["ods_code"].nunique()),
        members=len(conditions.members),
        part=total.part if total else None,
        whole=total.whole if total else None,
        restricted=bool(conditions.legacy["restricted"].any()),
    )


def _programmes(conditions: Conditions, covered: Coverage) -> Indicator:
    summary, covered_trusts = covered.summary, covered.trusts[covered.trusts["year"].notna()]
    return Indicator(
        source="programme",
        item=None,
        name="Material gaps that no programme addresses",
        trusts=int(covered_trusts["ods_code"].isin(covered.cells["ods_code"]).sum()),
        members=len(conditions.members),
        part=float(summary.not_addressed) if summary.trusts_returned else None,
        whole=float(summary.known) if summary.trusts_returned else None,
    )


def _returned(
    asked: ThemeReturn, conditions: Conditions, other_returns: dict[str, frozenset[str]]
) -> Indicator:
    codes = other_returns.get(asked.kind, frozenset())
    titles = {text.kind: text.title for text in definitions().kinds}
    members: pd.Series = conditions.members["ods_code"]
    return Indicator(
        source=asked.kind,
        item=None,
        name=titles[asked.kind],
        trusts=int(members.isin(list(codes)).sum()),
        members=len(members),
        page=asked.page,
    )


def _item_name(section: Section, key: str) -> str:
    return next(item.name for item in condition_sections()[section].items if item.key == key)
