"""A recognised table as rows of its kind: the columns under their fields' names, wide layouts made long."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.arrays import (
    Mask,
    Rows,
    blank_rows,
    blank_texts,
    column_of,
    joined,
    offered_systems,
    rows_with,
    taken,
    text_column,
)
from benchmark.returns.findings import LISTED, Finding, finding, placed
from benchmark.returns.queries import ORGANISATIONS, TIMES
from benchmark.returns.read.line_kinds import marks
from benchmark.returns.read.sheet import Lines, Sheet
from benchmark.returns.recognise.around import FILE, said_around
from benchmark.returns.recognise.as_above import with_cells_above
from benchmark.returns.recognise.fit import OF_TRUST, is_about_trusts
from benchmark.returns.recognise.heading_units import HeadingUnit
from benchmark.returns.recognise.kind import Recognition
from benchmark.returns.recognise.years import read_financial_year, year_in
from benchmark.returns.vocabulary import heading_key, is_of_totals
from schemas.base import Row
from schemas.kinds import KINDS

YEAR_ASKED = ("year_missing", "year_unclear", "year_from_name", "year_differs")
"""Findings that a person answers by choosing the year of the assessment."""
EXAMPLE = "EXAMPLE"
"""What a template's example row carries in place of an organisation's code."""
COMPARED_WITH = "compared_with"
"""The field of a comparable score that says which round it is beside; two columns of years say it too."""


_TOTAL = re.compile(r"(?i)\btotals?\s*$|^\s*totals?\b")
_LINES_NAMED = 5
"""Lines that a question about several names."""
_MOST_YEARS = 5
"""Years of the rows of a table that a title can be of: one of more is of a series."""


@dataclass(frozen=True)
class Beside:
    """A column that names the same organisation as a field does, under the file's own heading."""

    field: str
    heading: str
    texts: pa.DictionaryArray


@dataclass(frozen=True)
class Arranged:
    """The rows of a kind as text.

    cells: each field that the file gives, as text_columns has it. lines: each row's line in the file.
    shown_as: the file's own heading for a field, for findings.
    values_to: the field that takes the cells where columns became rows; value_headings those columns'
    headings, value_positions each row's place among them, once the first row of each line.
    stated_ics: the system that the file names beside each trust, under stated_ics_heading.
    absent: the fields that a row needs and the file lacks.
    units: the unit of a field's amounts, where its heading gives one.
    beside: columns that name the same organisations as a field, one text for each row.
    """

    model: type[Row]
    sheet: str
    cells: Mapping[str, pa.DictionaryArray]
    lines: Lines
    shown_as: Mapping[str, str]
    values_to: str
    value_headings: tuple[str, ...]
    value_positions: Lines
    once: Mask
    stated_ics: pa.DictionaryArray | None
    stated_ics_heading: str
    absent: tuple[str, ...]
    units: Mapping[str, HeadingUnit]
    beside: tuple[Beside, ...]
    findings: tuple[Finding, ...]


def arrange(
    sheet: Sheet, recognition: Recognition, *, file_name: str, assessment_year: int | None = None
) -> Arranged:
    """The rows that a sheet holds. Totals and the template's example row are left out, with a note."""
    layout, model = recognition.layout, KINDS[recognition.layout.kind]
    uses = {column.field: column.use for column in layout.columns}
    uses |= dict.fromkeys([OF_TRUST] if is_about_trusts(layout) else [], "ics_of_trust")
    found: list[Finding] = []
    columns = {name: sheet.columns[position] for name, position in recognition.fields.items()}
    kept = _rows_kept(sheet, recognition, columns, found)
    beside = [(name, position) for name, positions in recognition.beside.items() for position in positions]
    values_to, positions = "", np.zeros(0, np.int32)
    value_headings: tuple[str, ...] = ()
    cells, lines, below = columns, sheet.lines, sheet.columns
    if not kept.all():
        rows = np.flatnonzero(kept)
        cells = {name: taken(column, rows) for name, column in columns.items()}
        lines, below = lines[rows], tuple(taken(column, rows) for column in sheet.columns)
    shown_as = {name: sheet.headings[position] for name, position in recognition.fields.items()}
    wide = [below[position] for position, _ in recognition.unpivoted]
    cells, asked = with_cells_above(cells, lines, model, shown_as, wide)
    found += placed(asked, file=file_name, sheet=sheet.name)
    compared = [below[position] for _, position in beside]
    if layout.unpivot and recognition.unpivoted:
        value_headings = tuple(sheet.headings[position] for position, _ in recognition.unpivoted)
        long, chosen, positions = _long(wide)
        found += [
            *_blanks(wide, value_headings, lines, layout.unpivot.values_to, sheet.name),
            *_lone(below, np.setdiff1d(np.arange(len(lines)), chosen), lines, sheet.name),
        ]
        cells = {name: taken(column, chosen) for name, column in cells.items()}
        compared = [taken(column, chosen) for column in compared]
        names = pa.array([value for _, value in recognition.unpivoted], pa.string())
        cells[layout.unpivot.names_to] = column_of(positions, names)
        values_to = layout.unpivot.values_to
        cells[values_to] = long
        lines = lines[chosen]
    stated = [name for name, use in uses.items() if use == "ics_of_trust" and name in cells]
    arranged = {name: cell for name, cell in cells.items() if uses.get(name, "value") == "value"}
    if "assessment_year" in model.model_fields and "assessment_year" not in arranged and layout.unpivot:
        year = _year(sheet, file_name, assessment_year, found)
        if year:
            arranged["assessment_year"] = text_column([year] * len(lines))
    if COMPARED_WITH in model.model_fields and COMPARED_WITH not in arranged:
        years = [value for _, value in recognition.unpivoted]
        place: dict[str, Any] = {"sheet": sheet.name, "line": sheet.header_line}
        if len(years) == 2:
            arranged[COMPARED_WITH] = column_of(positions, pa.array(years[::-1], pa.string()))
            found.append(finding("pair_from_headings", value=min(years), other=max(years), **place))
        else:
            found.append(finding("pair_missing", column=COMPARED_WITH, **place))
    needed = [name for name, field in model.model_fields.items() if field.is_required()]
    return Arranged(
        model=model,
        sheet=sheet.name,
        cells=arranged,
        lines=lines,
        shown_as=shown_as,
        values_to=values_to,
        value_headings=value_headings,
        value_positions=positions,
        once=np.diff(lines, prepend=-1) != 0 if len(lines) else np.zeros(0, dtype=bool),
        stated_ics=cells[stated[0]] if stated else None,
        stated_ics_heading=shown_as.get(stated[0], "") if stated else "",
        absent=tuple(name for name in needed if name not in arranged),
        units=recognition.units,
        beside=tuple(
            Beside(name, sheet.headings[position], texts)
            for (name, position), texts in zip(beside, compared, strict=True)
        ),
        findings=(*found, *_titled(sheet, recognition, arranged, file_name)),
    )


def _examples(columns: Mapping[str, pa.DictionaryArray]) -> Mask | None:
    wanted = EXAMPLE.casefold()
    return _any_of(columns, (*ORGANISATIONS, "member_code"), lambda text: heading_key(text) == wanted)


def _summaries(
    columns: Mapping[str, pa.DictionaryArray], names: Sequence[pa.DictionaryArray] = ()
) -> Mask | None:
    """Rows that say England or Total where an organisation belongs, or beside an empty place for it: where a
    row begins or in another column of names, as people label the row of totals.
    """
    labelled = ("region", "care_setting", "assessment_year", "financial_year")
    subtotals = _subtotals(columns, (*ORGANISATIONS, *labelled))

    def sums_up(text: str) -> bool:
        key = heading_key(text)
        return is_of_totals(key) or key in subtotals

    named = _any_of(columns, ORGANISATIONS, sums_up)
    identity = [name for name in ORGANISATIONS if name in columns]
    empty = _any_of(columns, identity[:1], lambda text: not text.strip()) if identity else None
    if empty is None:
        return named
    labels = {name: columns[name] for name in labelled if name in columns}
    labels |= {str(place): column for place, column in enumerate(names)}
    beside = _any_of(labels, [*labels], lambda text: sums_up(text) or bool(_TOTAL.search(text)))
    if beside is None:
        return named
    return empty & beside if named is None else named | (empty & beside)


def _subtotals(columns: Mapping[str, pa.DictionaryArray], names: Sequence[str]) -> set[str]:
    """The labels of subtotals, as heading_key gives them: another text of the column, and Total."""
    found = set()
    for name in names:
        texts = columns[name].dictionary if name in columns else pa.array([], pa.string())
        labels = texts.filter(pc.match_substring_regex(texts, r"(?i)\stotal\s*$")).to_pylist()
        if labels:
            known = {heading_key(text) for text in texts.to_pylist()}
            found |= {key for key in map(heading_key, labels) if key.removesuffix("total").strip() in known}
    return found


def _any_of(
    columns: Mapping[str, pa.DictionaryArray], names: Sequence[str], says: Callable[[str], bool]
) -> Mask | None:
    """The rows in which one of these columns says such a thing; None where none does."""
    result = None
    for name in names:
        rows = rows_with(columns[name], says) if name in columns else None
        if rows is not None:
            result = rows if result is None else result | rows
    return result


def _long(wide: Sequence[pa.DictionaryArray]) -> tuple[pa.DictionaryArray, Rows, Lines]:
    """The filled cells of several columns, row by row: the cells, each one's row, each one's column."""
    below = joined(wide)
    places = offered_systems(below).reshape(len(wide), -1).T.ravel()
    blank = blank_texts(below)
    filled = np.flatnonzero(~blank[places]) if blank.any() else np.arange(len(places))
    cells = column_of(places[filled], below.dictionary)
    return cells, filled // len(wide), (filled % len(wide)).astype(np.int32)


def _blanks(
    wide: Sequence[pa.DictionaryArray], names: Sequence[str], lines: Lines, values_to: str, sheet: str
) -> list[Finding]:
    found = []
    for name, column in zip(names, wide, strict=True):
        blank = blank_rows(column)
        if blank is not None:
            rows = np.flatnonzero(blank)
            found.append(
                finding(
                    "blank_cells",
                    sheet=sheet,
                    line=int(lines[rows[0]]),
                    column=name,
                    count=len(rows),
                    read=values_to,
                )
            )
    return found


def _rows_kept(
    sheet: Sheet, recognition: Recognition, columns: Mapping[str, pa.DictionaryArray], found: list[Finding]
) -> Mask:
    """Which rows are of the return: no example, no totals, no word alone above the rows of a group."""
    kept = np.ones(len(sheet.lines), dtype=bool)
    names = [sheet.columns[place] for places in recognition.beside.values() for place in places]
    for code, mask in (("example_row", _examples(columns)), ("summary_row", _summaries(columns, names))):
        if mask is None or not (mask := mask & kept).any():
            continue
        line = int(sheet.lines[int(np.argmax(mask))])
        found.append(finding(code, sheet=sheet.name, line=line, count=int(mask.sum())))
        kept &= ~mask
    if not recognition.layout.unpivot:
        heads = _heads_of_groups(sheet, recognition, kept)
        found += _lone(sheet.columns, heads, sheet.lines, sheet.name)
        kept[heads] = False
    return kept


def _heads_of_groups(sheet: Sheet, recognition: Recognition, kept: Mask) -> Rows:
    """The rows above others in which a word alone stands, where rows begin or in a column of their key, such
    as a care setting above its rows. A code or a figure alone is what is left of a row.
    """
    filled = np.zeros(len(sheet.lines), dtype=np.int16)
    whole = 0
    for column in sheet.columns:
        blank = blank_rows(column)
        whole += blank is None
        if whole > 1:  # two columns without a gap: no row has one cell alone
            return np.zeros(0, dtype=np.int64)
        filled += 1 if blank is None else ~blank
    key = KINDS[recognition.layout.kind].key
    among = {0, *(position for name, position in recognition.fields.items() if name in key)}
    last = int(np.flatnonzero(kept)[-1]) if kept.any() else 0

    def is_head(row: int) -> bool:
        text = "".join(sheet.columns[position][row].as_py().strip() for position in among)
        said = marks([text])
        return bool(text) and row < last and not (said.codes or said.years or said.figures)

    lone = np.flatnonzero((filled == 1) & kept)[:LISTED].tolist()
    return np.array([row for row in lone if is_head(row)], dtype=np.int64)


def _lone(columns: Sequence[pa.DictionaryArray], rows: Rows, lines: Lines, sheet: str) -> list[Finding]:
    """A question about the rows without figures in which one cell alone is filled: they may head others."""
    told = []
    for row in rows[:LISTED].tolist():
        texts = [text for column in columns if (text := column[row].as_py().strip())]
        if len(texts) == 1:
            told.append((int(lines[row]), texts[0]))
    if not told:
        return []
    (line, text), *more = told
    named = ", ".join(f"{other:,}" for other, _ in more[:_LINES_NAMED])
    others = f", and {len(more):,} more do so: line {named}" if more else ""
    others += " and further down" if len(more) > _LINES_NAMED else ""
    return [finding("line_among_rows", sheet=sheet, line=line, value=text, count=len(told), others=others)]


def _titled(
    sheet: Sheet, recognition: Recognition, cells: Mapping[str, pa.DictionaryArray], file_name: str
) -> list[Finding]:
    """A question where a title, the page of a workbook or a name is of one year and the rows of another:
    mostly a copy of last year's sheet in which one of the two was not changed.
    """
    field = next((name for name in TIMES if name in recognition.fields), None)
    if field is None:
        return []
    said = [one for one in said_around(sheet, file_name) if one.is_title]
    told = [(one.place, year) for one in said if (year := _one_year(field, one.text))]
    of_rows = sorted({_one_year(field, text) for text in cells[field].unique().to_pylist()} - {""})
    if not told or not of_rows or any(year in of_rows for place, year in told if place != FILE):
        return []
    place, year = told[0]
    if year in of_rows or len(of_rows) > _MOST_YEARS:
        return []
    column = sheet.headings[recognition.fields[field]]
    words: dict[str, Any] = {"place": place, "other": " and ".join(of_rows), "value": year, "column": column}
    return [finding("title_of_another_year", sheet=sheet.name, line=sheet.header_line, **words)]


def _one_year(field: str, text: str) -> str:
    """The one year that a text names, as the field keeps it; '' where it names none, or several."""
    seen = year_in(text)
    if field == "assessment_year":
        return seen.year
    return read_financial_year(seen.seen).text or "" if not seen.is_date else ""


def _year(sheet: Sheet, file_name: str, said: int | None, found: list[Finding]) -> str:
    """The year that a table is for, when no column says: what a person said; else the one that stands alone
    in the sheet's name and in the lines above the header. The file's name alone is asked about.
    """
    place: dict[str, Any] = {"sheet": sheet.name, "line": sheet.header_line}
    near = [("The sheet's name", year_in(sheet.name))]
    near += [("A line above the header", year_in(text)) for text in reversed(sheet.above)]
    of_file = year_in(PurePath(file_name).stem)
    told = list(dict.fromkeys((by, seen.year) for by, seen in near if seen.year))
    if said is not None:
        contrary = next(((by, year) for by, year in told if year != str(said)), None)
        if contrary:
            words: dict[str, Any] = {"place": contrary[0], "value": contrary[1], "other": f"you chose {said}"}
            found.append(finding("year_differs", read=str(said), **words, **place))
        return str(said)
    unclear = [(by, seen.seen) for by, seen in near if seen.seen and not seen.is_date]
    years = {year for _, year in told}
    if len(years) == 1 and not unclear:
        by, year = told[0]
        if of_file.year and of_file.year != year:
            words = {"place": by, "value": year, "other": f"the file's name says {of_file.year}"}
            found.append(finding("year_differs", read=year, **words, **place))
        else:
            found.append(finding("year_from_title", sheet=sheet.name, value=year, place=by.lower()))
        return year
    if not told and not unclear and of_file.year:
        found.append(finding("year_from_name", value=of_file.year, **place))
        return of_file.year
    unclear += told
    unclear += [(by, seen.seen) for by, seen in [*near, ("The file's name", of_file)] if seen.seen]
    if not unclear:
        found.append(finding("year_missing", **place))
        return ""
    seen = "; ".join(dict.fromkeys(f"{by} says {what}" for by, what in unclear))
    found.append(finding("year_unclear", seen=seen, **place))
    return ""
