"""Where a table begins and ends: titles above and footnotes below are left out, with a note.

Rows and further tables outside it are errors that name their line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.arrays import Places, Rows, offered_systems
from benchmark.returns.findings import Finding, finding
from benchmark.returns.read.line_kinds import (
    LONGEST_HEADING,
    Look,
    Record,
    clean,
    is_heading,
    is_sentence,
    look,
    look_apart,
    marks,
    unit_apart,
)
from benchmark.returns.read.years_apart import is_year, of_year
from benchmark.returns.vocabulary import column_by_words, heading_key, pillar_spellings

_LINES_OF_HEADINGS = 3
TAIL_ROWS = 60
"""Rows at the end among which footnotes are looked for."""
_CANDIDATES = 10_000
"""Rows that hold two headings and are looked at one by one, to tell a second header from a row of a table."""

_RULE = re.compile(r":?-+:?|=+|\*+|_+|\+?(?:[-=]+\+)+[-=]*")
_POUNDS = re.compile(r"(?:in )?(?:£|gbp|pounds)", re.I)
_UNIT = re.compile(rf"{_POUNDS.pattern} ?(?:'?000'?s?|k|m|mn|bn|(?:thousand|million|billion)s?)?", re.I)
_SORTS = frozenset(("text", "code", "ods code", "number", "date", "year", "yyyy/yy", "wte", "name"))
_TYPES = frozenset(
    (
        *("varchar", "nvarchar", "char", "text", "str", "string", "object", "category", "date", "timestamp"),
        *("int", "int32", "int64", "i32", "i64", "integer", "bigint", "smallint", "bool", "boolean"),
        *("double", "float", "float32", "float64", "f32", "f64", "real", "decimal", "numeric"),
    )
)
"""What databases and programs for data write below a heading, as DuckDB and polars do."""


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """The row that holds most known headings; where none does, the first of the fullest rows; None if all
    are blank. By its names, not by its number: next year's file will move it.

    Where an earlier row holds headings too, and rows of a table stand between the two, it is the earlier one.
    """
    best, best_score = None, (0, 0)
    for index, cells in enumerate(rows):
        filled = [clean(cell) for cell in cells if cell.strip()]
        named = {heading_key(text) for text in filled if is_heading(text)}
        score = (0 if named and marks(filled).is_body else len(named), len(filled))
        if score > best_score:
            best, best_score = index, score
    for index in range(best or 0):
        if look(rows[index]) == "header" and any(
            _seen(cells)[0] == "row" for cells in rows[index + 1 : best]
        ):
            return index
    return best


def goes_on(header: Record, below: Record) -> bool:
    """Whether the line right below a header holds nothing but headings, where the header has none: by
    themselves, or most of them together with a name above them that groups several.
    """
    if below[0] != header[0] + 1:
        return False
    above = [*header[1], *[""] * (len(below[1]) + 1)]
    filled = [(place, cell) for place, cell in enumerate(below[1]) if cell.strip()]
    groups_next = {place for place, _ in filled if not above[place + 1].strip()} & {
        at - 1 for at, _ in filled
    }
    if len(filled) < 2 or any(is_heading(above[at]) for at, _ in filled if at not in groups_next):
        return False
    groups, held = _groups(above), marks(below[1])
    known = sum(is_heading(cell) or any(column_by_words(groups[at][0], cell)) for at, cell in filled)
    return known == len(filled) or (
        known * 2 > len(filled) and not (held.codes or held.years or held.figures)
    )


def _groups(above: Sequence[str]) -> list[tuple[str, str]]:
    """For each place the name that groups it, and what stands in brackets after that, such as a unit: a name
    goes on over the empty cells after it. One that is alone above the first column is a title.
    """
    found, named = [], ("", "")
    is_title = [place for place, cell in enumerate(above) if cell.strip()] == [0]
    for cell in above:
        if cell.strip() and not is_title:
            named = unit_apart(cell)
        found.append(named)
    return found


def over_two_lines(above: Sequence[str], header: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Headings on two lines, as below a cell that groups some: the header with those of the line right
    above it where it has none, or where a name that groups it makes another column of it, which no other
    cell is; what else that line holds; and what was read of both lines, in words.
    """
    cells, rest, joined = list(header), [*above, *[""] * len(header)], []
    names, groups = list(map(unit_apart, header)), _groups(rest)[: len(cells)]
    several_years = len({group for group, _ in groups if is_year(group)}) > 1
    own = [column_by_words(name)[0] for name, _ in names]
    grouped = [column_by_words(group, name) for (group, _), (name, _) in zip(groups, names, strict=True)]
    known = {column for column, (other, _) in zip(own, grouped, strict=True) if other in ("", column)}
    for place, ((name, brackets), (column, both)) in enumerate(zip(names, grouped, strict=True)):
        if not name and is_heading(rest[place]):
            cells[place] = rest[place]
        elif name and column and column not in known:
            group, of_group = groups[place]
            cells[place] = f"{both} {brackets or of_group}".strip()
            joined.append(f"'{clean(header[place])}' below '{group}' was read as '{cells[place]}'")
        if several_years and is_year(groups[place][0]) and is_heading(unit_apart(cells[place])[0]):
            cells[place] = f"{cells[place]} {groups[place][0]}"
            rest[place] = ""
        if clean(cells[place]) == clean(rest[place]):
            rest[place] = ""
    return cells, rest, joined


def over_several_lines(
    head: Sequence[Record], at: int, header: Sequence[str]
) -> tuple[int, list[Record]] | None:
    """The place of the last of several lines on which headings go on, and a head in which they stand there as
    a whole, what else those lines hold right above. None where no such reading knows more of them than the
    header, or takes in the line below it.
    """
    best, known = None, len(_known(header))
    for first in range(max(0, at - _LINES_OF_HEADINGS + 1), at + 1):
        for last in range(first + 1, min(first + _LINES_OF_HEADINGS, len(head))):
            line, below = head[last]
            if line - head[first][0] != last - first or not _may_go_on(below):
                break
            read = list(map(_named_by, _in_columns([cells for _, cells in head[first : last + 1]])))
            cells = [heading for heading, _ in read]
            named = _known(cells)
            alone = any(text.strip() and clean(text) == cells[place] for place, text in enumerate(below))
            enough = len(named) > known or (len(named) == known and last > at and not alone)
            if at <= last and enough and 2 * len(named) > sum(map(bool, cells)):
                known = len(named)
                rest = (line - 1, [rest for _, rest in read])
                best = first + 1, [*head[:first], rest, (line, cells), *head[last + 1 :]]
    return best


def _may_go_on(cells: Sequence[str]) -> bool:
    """Whether a line may hold parts of headings: no row, no rule, no types or units."""
    held = marks(cells)
    filled = filter(str.strip, cells)
    return not (held.codes or held.figures or said_of_columns(cells, 0)) and all(
        any(map(str.isalnum, cell)) for cell in filled
    )


def _in_columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """What the lines say of each column, the first one's names going on over the empty cells after them."""
    width = max(map(len, rows))
    filled = [[*map(clean, row), *[""] * (width - len(row))] for row in rows]
    groups = [" ".join(filter(None, named)) for named in _groups(filled[0])]
    filled[0] = [
        group if below else own for group, own, below in zip(groups, filled[0], filled[-1], strict=False)
    ]
    return [[text for text in texts if text] for texts in zip(*filled, strict=True)]


def _named_by(texts: Sequence[str]) -> tuple[str, str]:
    """The heading that texts below each other are, with as many of the last ones as make one of them; and the
    rest of them.
    """
    for start in range(len(texts)):
        heading = " ".join(texts[start:])
        if is_heading(unit_apart(heading)[0]):
            return heading, " ".join(texts[:start])
    return " ".join(texts), ""


def _known(cells: Sequence[str]) -> set[str]:
    return {heading_key(cell) for cell in cells if is_heading(unit_apart(cell)[0]) or of_year(cell)[1]}


def findings_above(head: Sequence[Record], header: Record) -> list[Finding]:
    """What is said of the lines above the header. One of fewer headings right above it groups its columns."""
    found = []
    texts = 0
    for line, cells in head:
        if not any(cells):
            continue
        looks, apart = _seen(cells)
        if looks == "header" and line == header[0] - 1:
            looks = "text" if marks(cells).headings < marks(header[1]).headings else "header"
        if looks == "header":
            found.append(finding("second_table", line=header[0]))
        elif looks == "row":
            found.append(_left_out(line, apart, "above"))
        else:
            texts += 1
    if texts:
        found.append(finding("lines_above_header", count=texts))
    return found


def _seen(cells: Sequence[str]) -> tuple[Look, bool]:
    """What a line looks like, and whether only when its cells are taken apart at another delimiter."""
    looks = look(cells)
    return (looks, False) if looks != "text" else (look_apart(cells), True)


def _left_out(line: int, apart: bool, where: str) -> Finding:
    if apart:
        return finding("row_other_delimiter", line=line)
    return finding("row_left_out", line=line, where=where)


def is_row_apart(cells: Sequence[str]) -> bool:
    """Whether a line is a row only when its cells are taken apart at another delimiter."""
    return look(cells) != "row" and look_apart(cells) == "row"


def is_rule(cells: Sequence[str]) -> bool:
    """Whether a line is a rule that databases and mail draw: dashes, or the like, in every cell, but for the
    empty ones at the edges of a table in Markdown.
    """
    texts = [cell.strip() for cell in cells if cell.strip()]
    return all(map(_RULE.fullmatch, texts)) and any(len(text) > 2 for text in texts)


def rules_among(column: pa.DictionaryArray, rows: Rows) -> npt.NDArray[np.bool_]:
    """Which of these rows, whose first cell is all that they hold, are rules."""
    drawn = np.array([is_rule([text]) for text in column.dictionary.to_pylist()], dtype=bool)
    return np.asarray(drawn[offered_systems(column)[rows]])


def said_of_columns(cells: Sequence[str], line: int) -> Finding | None:
    """What is said of a line right below the headings that is a rule, or tells of each column what it is in:
    its type; of amounts, that it is pounds, or thousands or millions of them. None for any other line.
    """
    if is_rule(cells):
        return finding("rule_left_out", line=line)
    texts = [clean(cell).strip("()[]") for cell in cells]
    filled = [text for text in texts if text]
    if len(filled) > 1 and _TYPES.issuperset(map(str.casefold, filled)):
        return finding("units_left_out", line=line)
    units = [text for text in filled if _UNIT.fullmatch(text)]
    if not units or any(text not in units and text.casefold() not in _SORTS for text in filled):
        return None
    larger = next((unit for unit in units if not _POUNDS.fullmatch(unit)), None)
    if larger is None:
        return finding("units_left_out", line=line)
    return finding("unit_in_title", line=line, place=f"Line {line:,}", unit=larger)


def second_header(columns: Sequence[pa.DictionaryArray]) -> int | None:
    """The first row that is a header itself."""
    count: npt.NDArray[np.int8] | None = None
    for column in columns:
        named = _headings_among(column.dictionary)
        if named is not None:
            held = named[offered_systems(column)].astype(np.int8)
            count = held if count is None else count + held
    if count is None:
        return None
    for row in np.flatnonzero(count >= 2)[:_CANDIDATES].tolist():
        if marks(str(column[row]) for column in columns).is_header:
            return int(row)
    return None


def _headings_among(texts: pa.Array) -> npt.NDArray[np.bool_] | None:
    """Which distinct texts are known headings, pillars aside: most columns hold none."""
    # Figures and long texts are passed over before Python looks at each.
    short = pc.and_(
        pc.less_equal(pc.utf8_length(texts), LONGEST_HEADING),
        pc.invert(pc.match_substring_regex(texts, "^[0-9.]")),
    )
    named = np.zeros(len(texts), dtype=bool)
    places = np.flatnonzero(short.to_numpy(zero_copy_only=False))
    named[places] = [_is_named(text) for text in texts.filter(short).to_pylist()]
    return named if named.any() else None


def _is_named(text: str) -> bool:
    return is_heading(text) and heading_key(clean(text)) not in pillar_spellings()


@dataclass(frozen=True)
class Below:
    """The lines at the end that are no rows: how many, what is said of them, how many should have been, and
    the text of the others.
    """

    count: int
    refused: int
    findings: tuple[Finding, ...]
    texts: tuple[str, ...]


def below(columns: Sequence[pa.DictionaryArray], lines: Places, width: int) -> Below:
    """What stands below a table."""
    start = max(0, len(lines) - TAIL_ROWS)
    tail = list(zip(*(column.slice(start).to_pylist() for column in columns), strict=True))
    count = _footnotes(tail, lines[start:], width)
    first, found = None, []
    texts: list[str] = []
    for line, cells in zip(lines[len(lines) - count :].tolist(), tail[len(tail) - count :], strict=True):
        looks, apart = _seen(cells)
        if looks != "text":
            found.append(_left_out(line, apart, "below"))
            continue
        texts.append(" ".join(cell.strip() for cell in cells if cell.strip()))
        first = line if first is None else first
    refused = len(found)
    if first is not None:
        found.append(finding("footnote", line=first, count=count - refused))
    return Below(count, refused, tuple(found), tuple(texts))


def _footnotes(tail: Sequence[Sequence[str]], lines: Places, width: int) -> int:
    """How many rows at the end are text below the table rather than rows of it.

    A row is text when one of its cells is filled, with words; or, after a blank line, when few are. A single
    word is not: it may be what a cut-off file has left of a row. Nor is what other rows hold in that place.
    So is a block of several narrow rows after a blank line that hold nothing of a row, such as a key.
    """
    if width < 3:
        return 0
    count = 0
    for offset in range(len(tail) - 1, -1, -1):
        if len(tail) - count <= offset:
            continue
        if block := _block_apart(tail, lines, offset, width):
            count += block
            continue
        filled = [cell.strip() for cell in tail[offset] if cell.strip()]
        words = _is_text(filled[0])
        apart = words and is_sentence(tail[offset]) and _follows_text(tail, lines, offset)
        if not words or (len(filled) > 1 and not apart and not _stands_apart(lines, offset, tail, width)):
            break
        if len(filled) == 1 and _begins_a_row(tail, offset):
            break
        count = len(tail) - offset
    return count


def _is_text(cell: str) -> bool:
    """Whether the first cell of a line is more than a word."""
    return " " in cell or cell.startswith(("*", "[", "†", "Note")) or is_rule([cell])


def _follows_text(tail: Sequence[Sequence[str]], lines: Places, offset: int) -> bool:
    """Whether a blank line stands above a row, or above the lines of text above it."""
    while offset > 0 and lines[offset] - lines[offset - 1] == 1:
        offset -= 1
        filled = [cell for cell in tail[offset] if cell.strip()]
        if not _is_text(filled[0].strip()) or (len(filled) > 1 and not is_sentence(tail[offset])):
            return False
    return offset > 0


def _begins_a_row(tail: Sequence[Sequence[str]], offset: int, *, above: int | None = None) -> bool:
    """Whether rows above, or above another row, begin as this one does, beside other cells."""
    text = tail[offset][0].strip()
    return bool(text) and any(
        row[0].strip().startswith(text) and sum(1 for cell in row if cell.strip()) > 1
        for row in tail[: offset if above is None else above]
    )


def _block_apart(tail: Sequence[Sequence[str]], lines: Places, last: int, width: int) -> int:
    """How many rows, up to this one, are a block after a blank line in which nothing is of a row: few cells,
    no code, no year, no listed value, one figure at most, and nothing with which rows above begin.
    """
    first = last
    while first > 0 and lines[first] - lines[first - 1] == 1:
        first -= 1
    if first in (0, last):
        return 0
    for offset in range(first, last + 1):
        held, filled = marks(tail[offset]), sum(1 for cell in tail[offset] if cell.strip())
        if held.codes or held.years or held.listed or held.figures > 1 or filled > max(2, width // 3):
            return 0
        if _begins_a_row(tail, offset, above=first):
            return 0
    return last - first + 1


def _stands_apart(lines: Places, offset: int, tail: Sequence[Sequence[str]], width: int) -> bool:
    """Whether a row belongs to a block after a blank line in which every row has few cells."""
    few = max(2, width // 3)
    for i in range(offset, 0, -1):
        if sum(1 for cell in tail[i] if cell.strip()) > few:
            return False
        if lines[i] - lines[i - 1] > 1:
            return True
    return False
