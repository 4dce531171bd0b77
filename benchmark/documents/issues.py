"""Lists what a document says, by key, and marks what differs from an earlier issue."""

from collections.abc import Callable, Mapping
from dataclasses import replace

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


def facts(pack: Pack) -> dict[str, str]:
    """Every sentence, figure and cell with a key. Those without a key are never compared."""
    found: dict[str, str] = {}

    def note(words: Words) -> Words:
        if words.key:
            found[words.key] = words.whole
        return words

    def note_cell(cell: Cell) -> Cell:
        if cell.key:
            found[cell.key] = cell.text
        return cell

    def note_table(table: DataTable) -> DataTable:
        if table.compared:
            found.update({_key(table, *place): text for place, text in _cells(table).items()})
        return table

    _walk(pack, note, note_cell, note_table)
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

    def mark(words: Words) -> Words:
        return replace(words, was=was(words.key, words.whole))

    def mark_cell(cell: Cell) -> Cell:
        return replace(cell, was=was(cell.key, cell.text))

    def mark_table(table: DataTable) -> DataTable:
        if not table.compared:
            return table
        changed = {
            place: earlier
            for place, text in _cells(table).items()
            if (earlier := was(_key(table, *place), text)) is not None
        }
        return replace(table, was=changed)

    return replace(_walk(pack, mark, mark_cell, mark_table), issued_before=issued)


def changes(pack: Pack) -> int:
    """The number of marked sentences, figures and cells."""
    count = 0

    def see(words: Words) -> Words:
        nonlocal count
        count += words.was is not None
        return words

    def see_cell(cell: Cell) -> Cell:
        nonlocal count
        count += cell.was is not None
        return cell

    def see_table(table: DataTable) -> DataTable:
        nonlocal count
        count += len(table.was)
        return table

    _walk(pack, see, see_cell, see_table)
    return count


def _walk(
    pack: Pack,
    words: Callable[[Words], Words],
    cell: Callable[[Cell], Cell],
    table: Callable[[DataTable], DataTable],
) -> Pack:
    """The pack with a function applied to each sentence, each cell of a grid, and each table."""

    def of_block(block: Block) -> Block:
        match block:
            case Paragraph():
                return replace(block, words=words(block.words))
            case Bullets() | Statements():
                return replace(block, items=tuple(map(words, block.items)))
            case DataTable():
                return table(block)
            case Grid():
                groups = tuple(
                    replace(
                        group,
                        rows=tuple(replace(row, cells=tuple(map(cell, row.cells))) for row in group.rows),
                    )
                    for group in block.groups
                )
                return replace(block, groups=groups)
            case _:
                return block

    def of_section(section: Section) -> Section:
        return replace(section, title=words(section.title), blocks=tuple(map(of_block, section.blocks)))

    return replace(
        pack,
        cover=replace(pack.cover, asks=tuple(map(words, pack.cover.asks))),
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
