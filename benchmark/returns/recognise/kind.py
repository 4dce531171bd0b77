"""Recognises which return a table is by its column headings, and which heading is which column."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from benchmark.core.errors import UnknownCode
from benchmark.returns.columns import columns_of
from benchmark.returns.findings import Finding
from benchmark.returns.queries import TIMES
from benchmark.returns.read.line_kinds import marks
from benchmark.returns.read.sheet import Sheet
from benchmark.returns.read.years_apart import is_year, of_year
from benchmark.returns.recognise.fit import LEFT_OUT, Fit, first_texts, fit, holds_figures
from benchmark.returns.recognise.heading_names import column_meant, key_columns, near
from benchmark.returns.recognise.heading_units import HeadingUnit, split_heading, unit_in_name, unit_in_titles
from benchmark.returns.recognise.organisations import Remembered
from benchmark.returns.recognise.shapes import shape_in_words
from benchmark.returns.vocabulary import file_layouts, heading_key, known_headings, layouts, return_layouts
from schemas.intake import Layout
from schemas.kinds import KINDS

__all__ = ["LEFT_OUT", "HeadingToMap", "Recognition", "is_like_a_return", "recognise"]

_SEVERAL = 2
"""The number of a sheet's known headings that can hardly be chance."""
_MOMENT = re.compile(r"\s*[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4},?[ T]+[0-9]{1,2}:[0-9]{2}.*")
_REMARKS = 100
"""The most distinct texts of a left-out column that are searched for a unit."""


@dataclass(frozen=True)
class HeadingToMap:
    """A heading without a known column, and the columns that it may mean, nearest first."""

    sheet: str
    heading: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Recognition:
    """The result for a table.

    `fields`: field -> the column's position in the sheet. `unpivoted`: the positions that become rows, each
    with the value that its heading gives. `units`: field -> the unit of its amounts, if its heading gives
    one. `beside`: field -> the positions of columns that name the same organisation.
    """

    layout: Layout
    reason: str
    fields: Mapping[str, int]
    unpivoted: tuple[tuple[int, str], ...]
    units: Mapping[str, HeadingUnit]
    beside: Mapping[str, tuple[int, ...]]
    missing: tuple[str, ...]
    alternatives: tuple[str, ...]
    to_map: tuple[HeadingToMap, ...]
    findings: tuple[Finding, ...]


def recognise(
    sheet: Sheet,
    *,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    remembered: Mapping[tuple[str, str], Remembered] | None = None,
    file_name: str = "",
) -> Recognition | Finding:
    """What a table is, or the finding that says why it is not recognised.

    kind: a kind or layout that a person chose. mapping: heading -> column, LEFT_OUT for none. remembered:
    (layout, heading as heading_key gives it) -> what a person chose with an earlier file. file_name: may give
    the unit of amounts.

    Raises UnknownCode if there is no such kind.
    """
    mapped = {heading_key(heading): column for heading, column in (mapping or {}).items()}
    if kind is None:
        candidates: Sequence[Layout] = file_layouts()
    else:
        candidates = [layout for layout in layouts().values() if kind in (layout.key, layout.kind)]
        if not candidates:
            keys = ", ".join(layout.key for layout in file_layouts())
            raise UnknownCode(f"There is no return of the kind {kind}.", fix=f"Choose one of: {keys}.")
    figures = cache(lambda position: holds_figures(sheet.columns[position]))
    fits = sorted(
        (fit(sheet, layout, mapped, remembered or {}, figures) for layout in candidates),
        key=lambda fitted: fitted.rank,
    )
    best = _covering(fits) if kind is None else fits[0]
    lost = len(best.missing) - best.misspelt
    left = [sheet.headings[position] for position in best.unknown]
    years = {text if is_year(text) else of_year(text)[1] for text in left} - {""}
    in_headings = bool(best.missing) and len(years) > 1
    if kind is None and (in_headings or best.barred or (best.missing and best.found <= 2 * lost)):
        returned = [fitted for fitted in fits if fitted.layout in return_layouts() and fitted.found]
        near_by = next(iter(returned), best)
        lacks = ", ".join(near_by.missing) or "figures"
        nearest = f"Nearest is {near_by.layout.title}, which lacks {lacks}." if near_by.found else ""
        reason = shape_in_words(sheet) or nearest
        return sheet.finding("kind_unknown", reason=reason)
    others = [fitted for fitted in fits if fitted is not best]
    return _recognition(sheet, best, others, chosen=kind is not None, file_name=file_name)


def is_like_a_return(sheet: Sheet) -> bool:
    """Whether an unrecognised sheet has several known headings and figures below them; or a return's row in
    place of its headings.
    """
    first = marks(sheet.headings)
    if first.codes and first.figures and first.is_row:
        return True
    count = sum(heading_key(split_heading(heading)[0]) in known_headings() for heading in sheet.headings)
    return count >= _SEVERAL and any(holds_figures(column) for column in sheet.columns)


def _covering(fits: Sequence[Fit]) -> Fit:
    """The best fit; or one that finds as much and leaves out fewer figures that other kinds know."""
    best = fits[0]
    fuller = (
        other
        for other in fits
        if not other.barred and len(other.elsewhere) < len(best.elsewhere) and other.found >= best.found
    )
    return next(fuller, best)


def _recognition(
    sheet: Sheet, fitted: Fit, others: Sequence[Fit], *, chosen: bool, file_name: str
) -> Recognition:
    layout = fitted.layout
    findings = list(fitted.findings)
    described = _described(sheet, fitted)
    reason = f"you chose it; its columns {described} are there" if chosen else f"it has {described}"
    findings.append(sheet.finding("kind_recognised", title=layout.title, reason=reason))
    rivals = [other for other in others if not other.missing and not other.barred]
    equal = [
        other for other in rivals if other.rank[:4] == fitted.rank[:4] and other.layout.kind != layout.kind
    ]
    if equal and not chosen:
        other = equal[0].layout.title
        findings.append(sheet.finding("kind_ambiguous", title=layout.title, other=other))
    columns = columns_of(KINDS[layout.kind])
    to_map = []
    for name in fitted.missing:
        described = columns[name].description if name in columns else "the layout's own column"
        if layout.unpivot and name == layout.unpivot.names_to:
            described = f"one column for each of the {layout.unpivot.headings}"
        findings.append(sheet.finding("column_missing", column=name, description=described))
    for position in fitted.unknown:
        left_over, suggestions = _left_over(sheet, fitted, position)
        findings.append(left_over)
        to_map.append(HeadingToMap(sheet.name, sheet.headings[position], suggestions))
    if fitted.without_unit and (unit := unit_in_titles((*reversed(sheet.above), sheet.name))):
        by = "A line above the table" if unit_in_titles(sheet.above) else "The sheet's name"
        findings.append(sheet.finding("unit_in_title", place=by, unit=unit, column=fitted.without_unit[0]))
    elif fitted.without_unit and not sheet.laid_out_by:
        findings += _units_beside(sheet, fitted, file_name)
    return Recognition(
        layout,
        reason,
        fitted.fields,
        tuple(fitted.unpivoted),
        fitted.units,
        fitted.beside,
        tuple(fitted.missing),
        tuple(dict.fromkeys(other.layout.key for other in rivals)),
        tuple(to_map),
        tuple(findings),
    )


def _units_beside(sheet: Sheet, fitted: Fit, file_name: str) -> list[Finding]:
    """A question about a unit in left-out text below or beside the table, or in the file's name: it may apply
    to the amounts.
    """
    beside = [
        (
            f"The column '{sheet.headings[position]}'",
            sheet.columns[position].dictionary.slice(0, _REMARKS).to_pylist(),
        )
        for position in fitted.unknown
    ]
    pages = [(place, [text]) for place, text in sheet.beside]
    places = (("A line below the table", sheet.below), *pages, *beside)
    units = [(by, unit_in_titles(texts)) for by, texts in places]
    for by, unit in (*units, ("The file's name", unit_in_name(file_name))):
        if unit:
            return [sheet.finding("unit_beside", place=by, unit=unit, column=fitted.without_unit[0])]
    return []


def _left_over(sheet: Sheet, fitted: Fit, position: int) -> tuple[Finding, tuple[str, ...]]:
    """The finding for a heading without a known column, and the columns that it may mean.

    Figures are never left out without a question, unlike text, which may be a remark. Nor is a column whose
    name is like a key column of any kind: the file may be of that kind.
    """
    heading, column = sheet.headings[position], sheet.columns[position]
    if _holds_moments(column):
        return sheet.finding("heading_ignored", value=heading), ()
    likely = near(heading, fitted.free) or near(
        heading, [name for name in key_columns() if name not in fitted.fields]
    )
    if likely:
        likeness = f"its name is like {likely[0]}"
        if column_meant(heading) == likely[0]:
            likeness = f"one of {_first_with(likely[0])}"
            if likely[0] in TIMES and len(column.dictionary) > 1:
                years = first_texts(column)
                likeness = f"of several years ({years}), and this return has none: rows of two years conflict"
        return sheet.finding("heading_unknown", value=heading, column=likely[0], likeness=likeness), likely
    if not holds_figures(column):
        return sheet.finding("heading_ignored", value=heading), tuple(fitted.missing)
    title = fitted.elsewhere.get(position)
    elsewhere = f", but of {title}" if title and title != fitted.layout.title else ""
    # The heading is part of this question's key: each such column gets its own question.
    words = {"value": heading, "column": heading, "first": first_texts(column), "elsewhere": elsewhere}
    return sheet.finding("figures_left_out", **words), tuple(fitted.free)


def _holds_moments(column: pa.DictionaryArray) -> bool:
    """Whether a column has days with a time, as forms write when each answer came: no return has these."""
    texts = [text for text in column.dictionary.slice(0, _REMARKS).to_pylist() if text.strip()]
    return bool(texts) and all(map(_MOMENT.fullmatch, texts))


def _first_with(column: str) -> str:
    """The title of the first kind with this column; a kind of return comes first."""
    in_order = (*return_layouts(), *file_layouts())
    return next(layout.title for layout in in_order if column in KINDS[layout.kind].model_fields)


def _described(sheet: Sheet, fitted: Fit) -> str:
    positions = [*fitted.fields.values(), *(position for position, _ in fitted.unpivoted)]
    shown = [sheet.headings[position] for position in sorted(positions)]
    return ", ".join(shown[:4]) + (f" and {len(shown) - 4} more" if len(shown) > 4 else "")
