"""Writes a pack as a tagged PDF (PDF/UA-1, A4), which screen readers can follow."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

import typst

from benchmark.charts.theme import DARK_BLUE, ORANGE, PALE_GREY, SECONDARY_TEXT, TEXT, WHITE
from benchmark.core.errors import BenchmarkError
from benchmark.documents.drawing import picture
from benchmark.documents.fitting import FAMILY, FONTS
from benchmark.documents.model import (
    Block,
    Bullets,
    Cell,
    Chart,
    DataTable,
    Grid,
    Pack,
    Paragraph,
    Section,
    Statements,
    Words,
)
from benchmark.documents.rewrite import rewritten
from benchmark.documents.tables import shown_cells

_TEMPLATE: Final = Path(__file__).parent / "paper.typ"
_MADE: Final = datetime(2020, 1, 1, tzinfo=UTC)
"""The time in the file's properties is fixed. The paper's text says when it was made."""


class NotWritten(BenchmarkError):
    """A PDF could not be made."""


def paper(pack: Pack) -> bytes:
    """The pack as a PDF. Texts are passed to Typst as data, so its markup signs have no effect in them.

    A compact pack that would need two pages is set without its grids.
    """
    pack = rewritten(pack)
    if pack.compact and len(_set(pack, "svg")) > 1:
        pack = _without_grids(pack)
    return bytes(_set(pack, "pdf"))


def _without_grids(pack: Pack) -> Pack:
    kept = [
        replace(section, blocks=tuple(block for block in section.blocks if not isinstance(block, Grid)))
        for section in pack.sections
    ]
    return replace(pack, sections=tuple(kept))


def _set(pack: Pack, form: Literal["svg", "pdf"]) -> Any:
    """The PDF; as SVG the list of pages."""
    try:
        pages = typst.compile(
            str(_TEMPLATE),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format=form,
            pdf_standards=["ua-1"] if form == "pdf" else [],
            sys_inputs={"pack": json.dumps(_of_pack(pack))},
            timestamp=_MADE,
        )
        return [pages] if form == "svg" and isinstance(pages, bytes) else pages
    except typst.TypstError as error:
        raise NotWritten(
            "The PDF could not be made.", fix="Make the web page, which holds the same."
        ) from error


def _of_pack(pack: Pack) -> dict[str, Any]:
    cover = pack.cover
    return {
        "font": FAMILY,
        "colours": {
            "dark": DARK_BLUE,
            "orange": ORANGE,
            "pale": PALE_GREY,
            "second": SECONDARY_TEXT,
            "text": TEXT,
            "white": WHITE,
        },
        "title": cover.title,
        "subtitle": cover.subtitle,
        "about": [[name, said] for name, said in pack.about],
        "asked": cover.asked,
        "asks": [_words(ask) for ask in cover.asks],
        "running": pack.running,
        "source": pack.source,
        "fictional": pack.fictional,
        "citation": pack.cited_at_end,
        "compact": pack.compact,
        "sections": [_of_section(section) for section in pack.sections],
    }


def _of_section(section: Section) -> dict[str, Any]:
    return {
        "title": _words(section.title),
        "blocks": [_of_block(block) for block in section.blocks],
        "notes": list(section.notes),
    }


def _words(words: Words) -> dict[str, str]:
    return {"figure": words.figure, "text": words.text, "mark": words.mark}


def _of_block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(words, caution):
            return {"kind": "paragraph", "words": _words(words), "caution": caution}
        case Bullets(items, heading, numbered):
            said = [_words(item) for item in items]
            return {"kind": "bullets", "heading": heading, "numbered": numbered, "items": said}
        case Statements(items):
            return {"kind": "statements", "items": [_words(item) for item in items]}
        case Chart(figure=figure):
            own = {"caption": figure.title, "subtitle": figure.subtitle, "alt": figure.alt}
            return own | {"kind": "chart", "svg": picture(figure, own_font=True)}
        case DataTable():
            heads, rows, widths = shown_cells(block)
            return {
                "kind": "table",
                "caption": block.caption,
                "heads": [{"text": head.text, "right": head.right} for head in heads],
                "rows": [[vars(cell) for cell in row] for row in rows],
                "widths": widths,
            }
        case Grid():
            return {
                "kind": "grid",
                "caption": block.caption,
                "alt": block.alt,
                "heads": list(block.heads),
                "legend": [
                    {"sign": step.sign, "fill": step.background, "colour": step.text, "text": meaning}
                    for step, meaning in block.legend
                ],
                "groups": [
                    {
                        "head": group.head,
                        "rows": [
                            {"head": row.head, "cells": [_of_cell(cell) for cell in row.cells]}
                            for row in group.rows
                        ],
                    }
                    for group in block.groups
                ],
            }


def _of_cell(cell: Cell) -> dict[str, Any]:
    step = cell.step
    return {
        "text": cell.text,
        "sign": "" if step is None else step.sign,
        "fill": WHITE if step is None else step.background,
        "colour": TEXT if step is None else step.text,
        "strong": cell.strong,
        "mark": cell.mark,
    }
