"""Turns a recognised table into rows of its kind: fields' names for columns, wide layouts made long."""

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
    lone_rows,
    rows_with,
    taken,
    text_column,
    text_places,
)
from benchmark.returns.findings import LISTED, Finding, finding, placed
from benchmark.returns.queries import ORGANISATIONS, TIMES
from benchmark.returns.read.line_kinds import marks
from benchmark.returns.read.sheet import Lines, Sheet
from benchmark.returns.recognise.around import FILE, left_out, texts_around
from benchmark.returns.recognise.as_above import with_cells_above
from benchmark.returns.recognise.fit import OF_TRUST, is_about_trusts
from benchmark.returns.recognise.heading_units import HeadingUnit
from benchmark.returns.recognise.kind import Recognition
from benchmark.returns.recognise.years import read_financial_year, year_in
from benchmark.returns.vocabulary import EMPTY_OF_PROGRAMS, heading_key, is_of_totals
from schemas.base import Row
from schemas.kinds import KINDS

YEAR_ASKED = ("year_missing", "year_unclear", "year_from_name", "year_differs")
"""Findings that a person answers by choosing the assessment year."""
EXAMPLE = "EXAMPLE"
"""The organisation's code in a template's example row."""
COMPARED_WITH = "compared_with"
"""The field of a comparable score with the other round's year; two columns of years give it too."""


_TOTAL = re.compile(r"(?i)\b(?:totals?|averages?|mean|median)\s*$|^\s*(?:(?:sub|grand)[\s-]?)?totals?\b")
_VALUES_OF_A_ROW = 2
"""The fewest values of a line beside a table that may be a row."""
_LINES_NAMED = 5
"""The most lines that a question about several names."""
_MOST_YEARS = 5
"""The most years in a table's rows for which titles are checked: more are a series."""


@dataclass(frozen=True)
class Beside:
    """A column that names the same organisation as a field, under the file's own heading."""

    field: str
    heading: str
    texts: pa.DictionaryArray


@dataclass(frozen=True)
class Arranged:
    """The rows of a kind as text.

    cells: each field in the file, as a column of `arrays`. lines: each row's line in the file. shown_as:
    field -> the file's heading, for findings. values_to: the field that has the cells if columns became rows;
    value_headings: those columns' headings; value_positions: each row's place among them; once: the first row
    of each line. stated_ics: each trust's system in the file, under stated_ics_heading. absent: the required
    fields that the file lacks. units: the unit of a field's amounts, if its heading gives one. beside:
    columns that name the same organisations as a field, one text per row.
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
    """The sheet's rows as its kind needs them. Totals and the example row are left out, with a note."""
    layout, model = recognition.layout, KINDS[recognition.layout.kind]
    uses = {column.field: column.use for column in layout.columns}
    uses |= dict.fromkeys([OF_TRUST] if is_about_trusts(layout) else [], "ics_of_trust")
    findings: list[Finding] = []
    columns = {name: sheet.columns[position] for name, position in recognition.fields.items()}
    kept = _rows_kept(sheet, recognition, columns, findings)
    beside = [(name, position) for name, positions in recognition.beside.items() for position in positions]
    values_to, positions = "", np.zeros(0, np.int32)
    value_headings: tuple[str, ...] = ()
    cells, lines, below = columns, sheet.lines, sheet.columns
    if not kept.all():
        rows = np.flatnonzero(kept)
        cells = {name: taken(column, rows) for name, column in columns.items()}
        lines, below = lines[rows], tuple(taken(column, rows) for column in sheet.columns)
    shown_as = {name: sheet.headings[position] for name, position in recognition.fields.items()}
    wide, emptied = _without_words_of_programs(
        [below[position] for position, _ in recognition.unpivoted],
        [sheet.headings[position] for position, _ in recognition.unpivoted],
        lines,
    )
    findings += placed(emptied, file=file_name, sheet=sheet.name)
    cells, asked = with_cells_above(cells, lines, model, shown_as, wide)
    findings += placed(asked, file=file_name, sheet=sheet.name)
    compared = [below[position] for _, position in beside]
    if layout.unpivot and recognition.unpivoted:
        value_headings = tuple(sheet.headings[position] for position, _ in recognition.unpivoted)
        long, chosen, positions = _long(wide)
        findings += [
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
        year = _year(sheet, file_name, assessment_year, findings)
        if year:
            arranged["assessment_year"] = text_column([year] * len(lines))
    if COMPARED_WITH in model.model_fields and COMPARED_WITH not in arranged:
        years = [value for _, value in recognition.unpivoted]
        if len(years) == 2:
            arranged[COMPARED_WITH] = column_of(positions, pa.array(years[::-1], pa.string()))
            findings.append(sheet.finding("pair_from_headings", value=min(years), other=max(years)))
        else:
            findings.append(sheet.finding("pair_missing", column=COMPARED_WITH))
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
        findings=(*findings, *_titled(sheet, recognition, arranged, file_name)),
    )


def _examples(columns: Mapping[str, pa.DictionaryArray]) -> Mask | None:
    wanted = EXAMPLE.casefold()
    return _any_of(columns, (*ORGANISATIONS, "member_code"), lambda text: heading_key(text) == wanted)


def _summaries(
    columns: Mapping[str, pa.DictionaryArray], names: Sequence[pa.DictionaryArray] = ()
) -> Mask | None:
    """A mask of rows that say England or Total instead of an organisation; or beside an empty organisation,
    in a label column or another column of names, as people label totals.
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
    labels = {name: columns[name] for name in (*labelled, *identity[1:]) if name in columns}
    labels |= {str(place): column for place, column in enumerate(names)}
    beside = _any_of(labels, [*labels], lambda text: sums_up(text) or bool(_TOTAL.search(text)))
    return named if beside is None else _either(named, empty & beside)


def _either(one: Mask | None, other: Mask | None) -> Mask | None:
    """The rows of both masks; None if neither has any."""
    return other if one is None else one if other is None else one | other


def _subtotals(columns: Mapping[str, pa.DictionaryArray], names: Sequence[str]) -> set[str]:
    """The labels of subtotals, as heading_key gives them: another text of the column, and Total."""
    subtotals = set()
    for name in names:
        texts = columns[name].dictionary if name in columns else pa.array([], pa.string())
        labels = texts.filter(pc.match_substring_regex(texts, r"(?i)\stotal\s*$")).to_pylist()
        if labels:
            keys = {heading_key(text) for text in texts.to_pylist()}
            subtotals |= {
                key for key in map(heading_key, labels) if key.removesuffix("total").strip() in keys
            }
    return subtotals


def _any_of(
    columns: Mapping[str, pa.DictionaryArray], names: Sequence[str], says: Callable[[str], bool]
) -> Mask | None:
    """A mask of rows where a text of these columns passes a test; None if none does."""
    result = None
    for name in names:
        rows = rows_with(columns[name], says) if name in columns else None
        result = _either(result, rows)
    return result


def _without_words_of_programs(
    wide: Sequence[pa.DictionaryArray], names: Sequence[str], lines: Lines
) -> tuple[list[pa.DictionaryArray], list[Finding]]:
    """The columns that become rows with empty cells for NULL, NA and the like, and a note for each column."""
    columns, notes = [], []
    for name, column in zip(names, wide, strict=True):
        rows = rows_with(column, lambda text: text.strip().casefold() in EMPTY_OF_PROGRAMS)
        if rows is None:
            columns.append(column)
            continue
        at = int(np.argmax(rows))
        words: dict[str, Any] = {"value": column[at].as_py().strip(), "count": int(rows.sum())}
        notes.append(finding("empty_of_program", line=int(lines[at]), column=name, **words))
        texts = pa.array([*column.dictionary.to_pylist(), ""], pa.string())
        columns.append(column_of(np.where(rows, len(texts) - 1, text_places(column)), texts))
    return columns, notes


def _long(wide: Sequence[pa.DictionaryArray]) -> tuple[pa.DictionaryArray, Rows, Lines]:
    """The filled cells of several columns, row by row: the cells, and each cell's row and column."""
    below = joined(wide)
    places = text_places(below).reshape(len(wide), -1).T.ravel()
    blank = blank_texts(below)
    filled = np.flatnonzero(~blank[places]) if blank.any() else np.arange(len(places))
    cells = column_of(places[filled], below.dictionary)
    return cells, filled // len(wide), (filled % len(wide)).astype(np.int32)


def _blanks(
    wide: Sequence[pa.DictionaryArray], names: Sequence[str], lines: Lines, values_to: str, sheet: str
) -> list[Finding]:
    findings = []
    for name, column in zip(names, wide, strict=True):
        blank = blank_rows(column)
        if blank is not None:
            rows = np.flatnonzero(blank)
            findings.append(
                finding(
                    "blank_cells",
                    sheet=sheet,
                    line=int(lines[rows[0]]),
                    column=name,
                    count=len(rows),
                    read=values_to,
                )
            )
    return findings


def _rows_kept(
    sheet: Sheet, recognition: Recognition, columns: Mapping[str, pa.DictionaryArray], findings: list[Finding]
) -> Mask:
    """A mask of the return's rows, without examples, totals and words alone above a group's rows."""
    kept = np.ones(len(sheet.lines), dtype=bool)
    names = [sheet.columns[place] for places in recognition.beside.values() for place in places]
    for code, mask in (("example_row", _examples(columns)), ("summary_row", _summaries(columns, names))):
        if mask is None or not (mask := mask & kept).any():
            continue
        line = int(sheet.lines[int(np.argmax(mask))])
        findings.append(sheet.finding(code, line=line, count=int(mask.sum())))
        kept &= ~mask
    if (beside := _only_beside(sheet, recognition, kept)).any():
        line = int(sheet.lines[int(np.argmax(beside))])
        findings.append(sheet.finding("rows_beside", line=line, count=int(beside.sum())))
        kept &= ~beside
    if not recognition.layout.unpivot:
        heads = _heads_of_groups(sheet, recognition, kept)
        findings += _lone(sheet.columns, heads, sheet.lines, sheet.name)
        kept[heads] = False
    return kept


def _only_beside(sheet: Sheet, recognition: Recognition, kept: Mask) -> Mask:
    """A mask of the rows with values in left-out columns only, as a list to the right of a table has. Two
    codes, years, figures or listed values there may be a row that was moved: it is none of these.
    """
    others = left_out(sheet, recognition)
    beside = kept & bool(others)
    for place, column in enumerate(sheet.columns):
        if place not in others:
            blank = blank_rows(column)
            beside &= False if blank is None else blank
    rows = np.flatnonzero(beside)
    values = np.zeros(len(rows), dtype=np.int16)
    for place in others if len(rows) else ():
        with_value = rows_with(taken(sheet.columns[place], rows), lambda text: marks([text]).values > 0)
        values += 0 if with_value is None else with_value
    beside[rows[values >= _VALUES_OF_A_ROW]] = False
    return beside


def _heads_of_groups(sheet: Sheet, recognition: Recognition, kept: Mask) -> Rows:
    """The rows with only one filled cell, of words, in the first column or a key column, above other rows:
    such as a care setting above its rows. A code or figure alone is what is left of a row.
    """
    key = KINDS[recognition.layout.kind].key
    among = {0, *(position for name, position in recognition.fields.items() if name in key)}
    last = int(np.flatnonzero(kept)[-1]) if kept.any() else 0

    def is_head(row: int) -> bool:
        text = "".join(sheet.columns[position][row].as_py().strip() for position in among)
        words = marks([text])
        return bool(text) and row < last and not (words.codes or words.years or words.figures)

    lone = np.flatnonzero(lone_rows(sheet.columns) & kept)[:LISTED].tolist()
    return np.array([row for row in lone if is_head(row)], dtype=np.int64)


def _lone(columns: Sequence[pa.DictionaryArray], rows: Rows, lines: Lines, sheet: str) -> list[Finding]:
    """A question about rows without figures that have only one filled cell: they may head other rows."""
    alone = []
    for row in rows[:LISTED].tolist():
        texts = [text for column in columns if (text := column[row].as_py().strip())]
        if len(texts) == 1:
            alone.append((int(lines[row]), texts[0]))
    if not alone:
        return []
    (line, text), *more = alone
    named = ", ".join(f"{other:,}" for other, _ in more[:_LINES_NAMED])
    others = f", and {len(more):,} more do so: line {named}" if more else ""
    others += " and further down" if len(more) > _LINES_NAMED else ""
    return [finding("line_among_rows", sheet=sheet, line=line, value=text, count=len(alone), others=others)]


def _titled(
    sheet: Sheet, recognition: Recognition, cells: Mapping[str, pa.DictionaryArray], file_name: str
) -> list[Finding]:
    """A question if a title, a workbook's page or a name has one year and the rows another: usually a copy of
    last year's sheet in which one of the two was not changed.
    """
    field = next((name for name in TIMES if name in recognition.fields), None)
    if field is None:
        return []
    titles = [title for title in texts_around(sheet, file_name) if title.is_title]
    years = [(title.place, year) for title in titles if (year := _one_year(field, title.text))]
    of_rows = sorted({_one_year(field, text) for text in cells[field].unique().to_pylist()} - {""})
    if not years or not of_rows or any(year in of_rows for place, year in years if place != FILE):
        return []
    place, year = years[0]
    if year in of_rows or len(of_rows) > _MOST_YEARS:
        return []
    words = {"column": sheet.headings[recognition.fields[field]], "other": " and ".join(of_rows)}
    return [sheet.finding("title_of_another_year", place=place, value=year, **words)]


def _one_year(field: str, text: str) -> str:
    """The one year that a text names, as the field has it; '' if it names none or several."""
    seen = year_in(text)
    if field == "assessment_year":
        return seen.year
    return read_financial_year(seen.seen).text or "" if not seen.is_date else ""


def _year(sheet: Sheet, file_name: str, chosen: int | None, findings: list[Finding]) -> str:
    """A table's year if no column gives it: a person's choice; else the only year in the sheet's name and the
    lines above the header. A year in the file's name alone leads to a question.
    """
    near = [("The sheet's name", year_in(sheet.name))]
    near += [("A line above the header", year_in(text)) for text in reversed(sheet.above)]
    of_file = year_in(PurePath(file_name).stem)
    nearby = list(dict.fromkeys((by, seen.year) for by, seen in near if seen.year))
    if chosen is not None:
        contrary = next(((by, year) for by, year in nearby if year != str(chosen)), None)
        if contrary:
            words = {"place": contrary[0], "value": contrary[1], "other": f"you chose {chosen}"}
            findings.append(sheet.finding("year_differs", read=str(chosen), **words))
        return str(chosen)
    unclear = [(by, seen.seen) for by, seen in near if seen.seen and not seen.is_date]
    years = {year for _, year in nearby}
    if len(years) == 1 and not unclear:
        by, year = nearby[0]
        if of_file.year and of_file.year != year:
            other = f"the file's name says {of_file.year}"
            findings.append(sheet.finding("year_differs", read=year, place=by, value=year, other=other))
        else:
            findings.append(finding("year_from_title", sheet=sheet.name, value=year, place=by.lower()))
        return year
    if not nearby and not unclear and of_file.year:
        findings.append(sheet.finding("year_from_name", value=of_file.year))
        return of_file.year
    unclear += nearby
    unclear += [(by, seen.seen) for by, seen in [*near, ("The file's name", of_file)] if seen.seen]
    if not unclear:
        findings.append(sheet.finding("year_missing"))
        return ""
    seen = "; ".join(dict.fromkeys(f"{by} says {what}" for by, what in unclear))
    findings.append(sheet.finding("year_unclear", seen=seen))
    return ""
