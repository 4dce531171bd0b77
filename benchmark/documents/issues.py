"""Lists what a document says, by key, and marks what differs from an earlier issue."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from benchmark.core.columns import Filled
from benchmark.documents.model import (
    Block,
    Bullets,
    Cell,
    DataTable,
    Grid,
    Pack,
    Paragraph,
    Section,
    Statements,
    Words,
)
from benchmark.documents.tables import row_names

Facts = Mapping[str, str]
"""Key -> the text there."""
Part = Words | Cell | DataTable
"""A part that can be marked: a sentence or figure, a cell of a grid, or a table."""


def facts(pack: Pack) -> dict[str, str]:
    """Every sentence, figure and cell with a key. Those without a key are never compared."""
    found: dict[str, str] = {}
    for part in _parts(pack):
        if not isinstance(part, DataTable):
            found |= {part.key: _text(part)} if part.key else {}
        elif part.compared:
            found |= {_key(part, *place): text for place, text in _cells(part).items()}
    return found


def marked(pack: Pack, before: Facts, *, issued: str) -> Pack:
    """The pack with each changed text marked with its earlier one. issued: the day of the earlier issue.

    A text that the earlier issue lacks is marked as new only if other texts of its section are in that issue:
    otherwise a section that is new would be marked all over.
    """
    known = {key.partition("/")[0].partition(".")[0] for key in before}

    def was(key: str, now: str) -> str | None:
        if not key or before.get(key) == now:
            return None
        if key in before:
            return before[key]
        return "" if key.partition("/")[0].partition(".")[0] in known else None

    def mark(part: Part) -> Part:
        if not isinstance(part, DataTable):
            return replace(part, was=was(part.key, _text(part)))
        if not part.compared:
            return part
        changed = {
            place: earlier
            for place, text in _cells(part).items()
            if (earlier := was(_key(part, *place), text)) is not None
        }
        return replace(part, was=changed)

    return replace(_changed(pack, mark), issued_before=issued)


def changes(pack: Pack) -> int:
    """The number of marked sentences, figures and cells."""
    return sum(
        len(part.was) if isinstance(part, DataTable) else part.was is not None for part in _parts(pack)
    )


def _parts(pack: Pack) -> list[Part]:
    """Every part that can be marked, in reading order."""
    found: list[Part] = []

    def note(part: Part) -> Part:
        found.append(part)
        return part

    _changed(pack, note)
    return found


def _text(part: Words | Cell) -> str:
    return part.whole if isinstance(part, Words) else part.text


def _changed(pack: Pack, change: Callable[[Any], Any]) -> Pack:
    """The pack with a function applied to each part that can be marked; it returns one of the same class."""

    def of_block(block: Block) -> Block:
        match block:
            case Paragraph():
                return replace(block, words=change(block.words))
            case Bullets() | Statements():
                return replace(block, items=tuple(map(change, block.items)))
            case DataTable():
                return replace(block, was=change(block).was)
            case Grid():
                groups = tuple(
                    replace(
                        group,
                        rows=tuple(replace(row, cells=tuple(map(change, row.cells))) for row in group.rows),
                    )
                    for group in block.groups
                )
                return replace(block, groups=groups)
            case _:
                return block

    def of_section(section: Section) -> Section:
        return replace(section, title=change(section.title), blocks=tuple(map(of_block, section.blocks)))

    return replace(
        pack,
        cover=replace(pack.cover, asks=tuple(map(change, pack.cover.asks))),
        sections=tuple(map(of_section, pack.sections)),
    )


def _cells(table: DataTable) -> dict[tuple[str, str], str]:
    """(Row, column) -> text, without the columns that name the row."""
    filled: Filled = table.filled
    return {
        (row, column.key): text
        for row, texts in zip(row_names(filled, table.row_key), filled.texts(), strict=True)
        for column, text in zip(filled.columns, texts, strict=True)
        if column.key not in table.row_key
    }


def _key(table: DataTable, row: str, column: str) -> str:
    return f"{table.key}/{row}/{column}"
