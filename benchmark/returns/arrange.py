"""A recognised table as rows of its kind: the columns under their fields' names, wide layouts made long."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.findings import Finding, finding
from benchmark.returns.recognise import Recognition
from benchmark.returns.sheet import Lines, Sheet
from benchmark.returns.vocabulary import heading_key, headings
from schemas.base import Row
from schemas.kinds import KINDS

EXAMPLE = "EXAMPLE"
"""What a template's example row carries in place of an organisation's code."""
_YEAR = re.compile(r"(?<![0-9])(20[1-9][0-9])(?![0-9])")
Mask = npt.NDArray[np.bool_]
_IDENTITY = ("ods_code", "ics_code")


@dataclass(frozen=True)
class Arranged:
    """The rows of a kind as text.

    cells: each field that the file gives, as text. lines: each row's line in the file.
    shown_as: the file's own heading for a field, for findings.
    values_to: the field that takes the cells where columns became rows; value_headings those columns'
    headings, value_positions each row's place among them, once the first row of each line.
    stated_ics: the system that the file names beside each trust, under stated_ics_heading.
    absent: the fields that a row needs and the file lacks.
    """

    model: type[Row]
    sheet: str
    cells: Mapping[str, pa.Array]
    lines: Lines
    shown_as: Mapping[str, str]
    values_to: str
    value_headings: tuple[str, ...]
    value_positions: Lines
    once: Mask
    stated_ics: pa.Array | None
    stated_ics_heading: str
    absent: tuple[str, ...]
    findings: tuple[Finding, ...]


def arrange(
    sheet: Sheet, recognition: Recognition, *, file_name: str, assessment_year: int | None = None
) -> Arranged:
    """The rows that a sheet holds. Totals and the template's example row are left out, with a note."""
    layout, model = recognition.layout, KINDS[recognition.layout.kind]
    uses = {column.field: column.use for column in layout.columns}
    found: list[Finding] = []
    columns = {name: sheet.columns[position] for name, position in recognition.fields.items()}
    kept = np.ones(len(sheet.lines), dtype=bool)
    for code, named in (("example_row", _examples), ("summary_row", _summaries)):
        mask = named(columns, len(kept)) & kept
        if mask.any():
            line = int(sheet.lines[int(np.argmax(mask))])
            found.append(finding(code, sheet=sheet.name, line=line, count=int(mask.sum())))
            kept &= ~mask
    rows = np.flatnonzero(kept)
    values_to, positions = "", np.zeros(0, np.int32)
    value_headings: tuple[str, ...] = ()
    cells = (
        {name: column.take(pa.array(rows)) for name, column in columns.items()} if not kept.all() else columns
    )
    lines = sheet.lines[rows]
    if layout.unpivot and recognition.unpivoted:
        wide = [sheet.columns[position].take(pa.array(rows)) for position, _ in recognition.unpivoted]
        value_headings = tuple(sheet.headings[position] for position, _ in recognition.unpivoted)
        long, chosen, positions = _long(wide)
        found += _blanks(wide, value_headings, lines, layout.unpivot.values_to, sheet.name)
        cells = {name: column.take(pa.array(chosen)) for name, column in cells.items()}
        names = pa.array([value for _, value in recognition.unpivoted], pa.string())
        cells[layout.unpivot.names_to] = names.take(pa.array(positions))
        values_to = layout.unpivot.values_to
        cells[values_to] = long
        lines = lines[chosen]
    stated = [name for name, use in uses.items() if use == "ics_of_trust" and name in cells]
    arranged = {name: cell for name, cell in cells.items() if uses.get(name, "value") == "value"}
    if "assessment_year" in model.model_fields and "assessment_year" not in arranged and layout.unpivot:
        year = _year(sheet, file_name, assessment_year, found)
        if year:
            arranged["assessment_year"] = pa.array([year], pa.string()).take(
                pa.array(np.zeros(len(lines), int))
            )
    shown_as = {name: sheet.headings[position] for name, position in recognition.fields.items()}
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
        findings=tuple(found),
    )


def _examples(columns: Mapping[str, pa.Array], length: int) -> Mask:
    return _any_of(columns, length, _IDENTITY, {EXAMPLE.casefold()})


def _summaries(columns: Mapping[str, pa.Array], length: int) -> Mask:
    """Rows that say England or Total where an organisation belongs, or beside an empty place for it."""
    words = {heading_key(word) for word in headings().summary_rows}
    named = _any_of(columns, length, _IDENTITY, words)
    identity = [name for name in _IDENTITY if name in columns]
    beside = _any_of(columns, length, ("region",), words)
    if identity and beside.any():
        beside &= _any_of(columns, length, identity[:1], {""})
        return named | beside
    return named


def _any_of(columns: Mapping[str, pa.Array], length: int, names: Sequence[str], words: set[str]) -> Mask:
    result = np.zeros(length, dtype=bool)
    for name in names:
        if name in columns:
            encoded = columns[name].dictionary_encode()
            hits = np.array(
                [heading_key(text) in words for text in encoded.dictionary.to_pylist()], dtype=bool
            )
            if hits.any():
                result |= hits[encoded.indices.to_numpy()]
    return result


def _long(wide: Sequence[pa.Array]) -> tuple[pa.Array, Lines, Lines]:
    """The filled cells of several columns, row by row: the cells, each one's row, each one's column."""
    count, width = len(wide[0]), len(wide)
    order = (np.arange(count)[:, None] + np.arange(width)[None, :] * count).ravel()
    cells = pa.concat_arrays(wide).take(pa.array(order))
    filled = np.flatnonzero(pc.not_equal(pc.utf8_trim_whitespace(cells), "").to_numpy(zero_copy_only=False))
    return cells.take(pa.array(filled)), (filled // width).astype(np.int32), (filled % width).astype(np.int32)


def _blanks(
    wide: Sequence[pa.Array], names: Sequence[str], lines: Lines, values_to: str, sheet: str
) -> list[Finding]:
    found = []
    for name, column in zip(names, wide, strict=True):
        blank = np.flatnonzero(pc.equal(pc.utf8_trim_whitespace(column), "").to_numpy(zero_copy_only=False))
        if len(blank):
            line = int(lines[blank[0]])
            found.append(
                finding("blank_cells", sheet=sheet, line=line, column=name, count=len(blank), read=values_to)
            )
    return found


def _year(sheet: Sheet, file_name: str, said: int | None, found: list[Finding]) -> str:
    """The year that a table is for, when no column says: what a person said, the sheet's name, the lines
    above the header, the file's name. A place that names two years says nothing.
    """
    if said is not None:
        return str(said)
    places = [("the sheet's name", sheet.name)]
    places += [("the lines above the header", text) for text in reversed(sheet.above)]
    places.append(("the file's name", file_name))
    for place, text in places:
        years = set(_YEAR.findall(text))
        if len(years) == 1:
            year: str = years.pop()
            found.append(finding("year_from_title", sheet=sheet.name, value=year, place=place))
            return year
    found.append(finding("year_missing", sheet=sheet.name, line=sheet.header_line))
    return ""
