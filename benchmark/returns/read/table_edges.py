"""Finds where a table begins and ends. Titles above and footnotes below it are left out, with a note.

Rows and other tables outside it are errors that name their line.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.arrays import Places, Rows, text_places
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
    texts_in,
    unit_apart,
)
from benchmark.returns.read.unit_rows import describes_columns, is_rule
from benchmark.returns.read.years_apart import is_year, of_year
from benchmark.returns.vocabulary import column_by_words, heading_key, pillar_spellings

_LINES_OF_HEADINGS = 3
TAIL_ROWS = 60
"""How many rows at the end of a table can be footnotes."""
_CANDIDATES = 10_000
"""The most rows with two headings that are checked one by one: each is a second header or a row."""


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """The place of the row with most known headings; None if all rows are blank.

    If no row has a known heading, it is the first of the rows with most filled cells. If an earlier row is a
    header too, with rows of a table between the two, the earlier one is returned. The header is found by its
    names and not by its line number, because next year's file may have it on another line.
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
    """Whether a header goes on in the line right below it: that line has only headings, and the header has
    none above them.

    A heading is known by itself, or together with the name of its group above it. All must be known, or more
    than half in a line without codes, years and figures.
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
    groups, counted = _groups(above), marks(below[1])
    headings = sum(is_heading(cell) or any(column_by_words(groups[at][0], cell)) for at, cell in filled)
    return headings == len(filled) or (
        headings * 2 > len(filled) and not (counted.codes or counted.years or counted.figures)
    )


def _groups(above: Sequence[str]) -> list[tuple[str, str]]:
    """For each place the name of its group and the unit after that name. A name also covers the empty cells
    to its right. If the only name is above the first column, it is a title and groups nothing.
    """
    groups, named = [], ("", "")
    is_title = [place for place, cell in enumerate(above) if cell.strip()] == [0]
    for cell in above:
        if cell.strip() and not is_title:
            named = unit_apart(cell)
        groups.append(named)
    return groups


def over_two_lines(above: Sequence[str], header: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Join a header with the line right above it, such as one that names groups of columns.

    Returns the headings, the rest of the line above, and sentences about what was read from both lines. A
    heading is taken from the line above if the header's cell is empty. It is made from both lines if it means
    another column with the group's name than without, and no other heading means that column already. If the
    groups are several years, their year is added.
    """
    cells, rest, joined = list(header), [*above, *[""] * len(header)], []
    names, groups = list(map(unit_apart, header)), _groups(rest)[: len(cells)]
    several_years = len({group for group, _ in groups if is_year(group)}) > 1
    own = [column_by_words(name)[0] for name, _ in names]
    grouped = [column_by_words(group, name) for (group, _), (name, _) in zip(groups, names, strict=True)]
    present = {column for column, (other, _) in zip(own, grouped, strict=True) if other in ("", column)}
    for place, ((name, brackets), (column, both)) in enumerate(zip(names, grouped, strict=True)):
        if not name and is_heading(rest[place]):
            cells[place] = rest[place]
        elif name and column and column not in present:
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
    """Join headings that are spread over several lines, one of which is the header at `at`.

    Returns the place of the joined headings, and the head in which they replace those lines; texts that are
    not part of a heading are kept on the line right above. A joined reading must have more known headings
    than the header by itself. As many are enough if it includes a line below the header and no heading is on
    the lowest line alone. None if there is no such reading.
    """
    best, most = None, len(_known(header))
    for first in range(max(0, at - _LINES_OF_HEADINGS + 1), at + 1):
        for last in range(first + 1, min(first + _LINES_OF_HEADINGS, len(head))):
            line, below = head[last]
            if line - head[first][0] != last - first or not _may_go_on(below):
                break
            read = list(map(_named_by, _in_columns([cells for _, cells in head[first : last + 1]])))
            cells = [heading for heading, _ in read]
            named = _known(cells)
            alone = any(text.strip() and clean(text) == cells[place] for place, text in enumerate(below))
            enough = len(named) > most or (len(named) == most and last > at and not alone)
            if at <= last and enough and 2 * len(named) > sum(map(bool, cells)):
                most = len(named)
                rest = (line - 1, [rest for _, rest in read])
                best = first + 1, [*head[:first], rest, (line, cells), *head[last + 1 :]]
    return best


def _may_go_on(cells: Sequence[str]) -> bool:
    """Whether a line may have parts of headings: no row, no lone year, nothing that describes columns."""
    counted = marks(cells)
    filled = list(filter(str.strip, cells))
    if not filled or counted.codes or counted.figures or describes_columns(cells):
        return False
    of_its_rows = counted.years and not any(map(str.strip, cells[1:]))  # a year above the rows of that year
    return not of_its_rows and all(any(map(str.isalnum, cell)) for cell in filled)


def _in_columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """For each column its texts, from top to bottom. Names on the first line also cover the empty cells to
    their right.
    """
    width = max(map(len, rows))
    filled = [[*map(clean, row), *[""] * (width - len(row))] for row in rows]
    groups = [" ".join(filter(None, named)) for named in _groups(filled[0])]
    filled[0] = [
        group if below else own for group, own, below in zip(groups, filled[0], filled[-1], strict=False)
    ]
    return [[text for text in texts if text] for texts in zip(*filled, strict=True)]


def _named_by(texts: Sequence[str]) -> tuple[str, str]:
    """The heading in a column's texts, and the texts above it. The heading is as many of the lowest texts as
    together are a known heading; if none are, all texts together.
    """
    for start in range(len(texts)):
        heading = " ".join(texts[start:])
        if is_heading(unit_apart(heading)[0]):
            return heading, " ".join(texts[:start])
    return " ".join(texts), ""


def _known(cells: Sequence[str]) -> set[str]:
    return {heading_key(cell) for cell in cells if is_heading(unit_apart(cell)[0]) or of_year(cell)[1]}


def findings_above(head: Sequence[Record], header: Record) -> list[Finding]:
    """Findings about the lines above the header: other tables, rows, and a count of the texts left out.

    If the line right above the header has fewer headings than it, it names groups of columns: a text.
    """
    findings = []
    texts = 0
    for line, cells in head:
        if not any(cells):
            continue
        looks, apart = _seen(cells)
        if looks == "header" and line == header[0] - 1:
            looks = "text" if marks(cells).headings < marks(header[1]).headings else "header"
        if looks == "header":
            findings.append(finding("second_table", line=header[0]))
        elif looks == "row":
            findings.append(_left_out(line, apart, "above"))
        else:
            texts += 1
    if texts:
        findings.append(finding("lines_above_header", count=texts))
    return findings


def _seen(cells: Sequence[str]) -> tuple[Look, bool]:
    """What a line looks like, and whether its cells had to be split at other delimiters to see it."""
    looks = look(cells)
    return (looks, False) if looks != "text" else (look_apart(cells), True)


def _left_out(line: int, apart: bool, where: str) -> Finding:
    if apart:
        return finding("row_other_delimiter", line=line)
    return finding("row_left_out", line=line, where=where)


def is_row_apart(cells: Sequence[str]) -> bool:
    """Whether a line is a row only if its cells are split at another delimiter."""
    return look(cells) != "row" and look_apart(cells) == "row"


def rules_among(column: pa.DictionaryArray, rows: Rows) -> npt.NDArray[np.bool_]:
    """Which of these rows are drawn rules, as a mask. The rows have nothing but their first cell."""
    drawn = np.array([is_rule([text]) for text in column.dictionary.to_pylist()], dtype=bool)
    return np.asarray(drawn[text_places(column)[rows]])


def headers_among(columns: Sequence[pa.DictionaryArray]) -> list[int]:
    """The places of the rows that are headers themselves."""
    count: npt.NDArray[np.int8] | None = None
    for column in columns:
        named = _headings_among(column.dictionary)
        if named is not None:
            headings = named[text_places(column)].astype(np.int8)
            count = headings if count is None else count + headings
    if count is None:
        return []
    candidates = np.flatnonzero(count >= 2)[:_CANDIDATES].tolist()
    return [row for row in candidates if marks(str(column[row]) for column in columns).is_header]


def _headings_among(texts: pa.Array) -> npt.NDArray[np.bool_] | None:
    """Which distinct texts are known headings other than pillars, as a mask; None if none are."""
    # Figures and long texts are skipped before Python checks each text.
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
    """The lines at the end of a table that are no rows of it.

    count: how many lines these are. refused: how many of them look like rows or headers. findings: one for
    each refused line, and one for all others together. texts: the texts of the others.
    """

    count: int
    refused: int
    findings: tuple[Finding, ...]
    texts: tuple[str, ...]


def below(columns: Sequence[pa.DictionaryArray], lines: Places, width: int) -> Below:
    """The lines below a table, among its last TAIL_ROWS rows. width: the number of its columns."""
    start = max(0, len(lines) - TAIL_ROWS)
    tail = list(zip(*(column.slice(start).to_pylist() for column in columns), strict=True))
    count = _footnotes(tail, lines[start:], width)
    first, findings = None, []
    texts: list[str] = []
    for line, cells in zip(lines[len(lines) - count :].tolist(), tail[len(tail) - count :], strict=True):
        looks, apart = _seen(cells)
        if looks != "text":
            findings.append(_left_out(line, apart, "below"))
            continue
        texts.append(" ".join(texts_in(cells)))
        first = line if first is None else first
    refused = len(findings)
    if first is not None:
        findings.append(finding("footnote", line=first, count=count - refused))
    return Below(count, refused, tuple(findings), tuple(texts))


def _footnotes(tail: Sequence[Sequence[str]], lines: Places, width: int) -> int:
    """How many rows at the end are text below the table, not rows of it.

    A row is text if its only filled cell has several words. After a blank line it is also text if it is a
    sentence, or if all rows of its block have few cells. A single word is not text, because it may be what is
    left of a row in a cut-off file. Words with which an earlier row begins are not text either. A block of
    several rows after a blank line, such as a key, is text if nothing in it looks like a row of the table.
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
        filled = texts_in(tail[offset])
        words = _is_text(filled[0])
        apart = words and is_sentence(tail[offset]) and _follows_text(tail, lines, offset)
        if not words or (len(filled) > 1 and not apart and not _is_apart(lines, offset, tail, width)):
            break
        if len(filled) == 1 and _begins_a_row(tail, offset):
            break
        count = len(tail) - offset
    return count


def _is_text(cell: str) -> bool:
    """Whether the first cell of a line is text: several words, a note, or a drawn rule."""
    return " " in cell or cell.startswith(("*", "[", "†", "Note")) or is_rule([cell])


def _follows_text(tail: Sequence[Sequence[str]], lines: Places, offset: int) -> bool:
    """Whether a blank line is above a row, or above the lines of text right above it."""
    while offset > 0 and lines[offset] - lines[offset - 1] == 1:
        offset -= 1
        filled = texts_in(tail[offset])
        if not _is_text(filled[0]) or (len(filled) > 1 and not is_sentence(tail[offset])):
            return False
    return offset > 0


def _begins_a_row(tail: Sequence[Sequence[str]], offset: int, *, above: int | None = None) -> bool:
    """Whether a row above begins with this one's first text and has more cells. above: only rows above that
    place count.
    """
    text = tail[offset][0].strip()
    return bool(text) and any(
        row[0].strip().startswith(text) and len(texts_in(row)) > 1
        for row in tail[: offset if above is None else above]
    )


def _block_apart(tail: Sequence[Sequence[str]], lines: Places, last: int, width: int) -> int:
    """How many rows, up to `last`, are a block after a blank line that has no rows of a table; otherwise 0.

    Each of its rows has few cells, no code, no year, no listed value, one figure at most, and does not begin
    as rows above do.
    """
    first = last
    while first > 0 and lines[first] - lines[first - 1] == 1:
        first -= 1
    if first in (0, last):
        return 0
    for offset in range(first, last + 1):
        counted, too_wide = marks(tail[offset]), len(texts_in(tail[offset])) > max(2, width // 3)
        if counted.codes or counted.years or counted.listed or counted.figures > 1 or too_wide:
            return 0
        if _begins_a_row(tail, offset, above=first):
            return 0
    return last - first + 1


def _is_apart(lines: Places, offset: int, tail: Sequence[Sequence[str]], width: int) -> bool:
    """Whether a row is in a block after a blank line in which each row has few cells."""
    few = max(2, width // 3)
    for i in range(offset, 0, -1):
        if len(texts_in(tail[i])) > few:
            return False
        if lines[i] - lines[i - 1] > 1:
            return True
    return False
