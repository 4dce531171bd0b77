"""Writes a pack as a tagged PDF (PDF/UA-1, A4), which screen readers can follow."""

import json
from dataclasses import is_dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

import typst

from benchmark.charts.theme import DARK_BLUE, ORANGE, PALE_GREY, SECONDARY_TEXT, TEXT
from benchmark.core.errors import BenchmarkError
from benchmark.documents.drawing import picture
from benchmark.documents.fitting import FAMILY, FONTS
from benchmark.documents.model import Cell, Chart, DataTable, Grid, Pack, Words
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
    colours = {"dark": DARK_BLUE, "orange": ORANGE, "pale": PALE_GREY, "second": SECONDARY_TEXT, "text": TEXT}
    return {
        "font": FAMILY,
        "colours": colours,
        "title": cover.title,
        "subtitle": cover.subtitle,
        "about": pack.about,
        "asked": cover.asked,
        "asks": _data(cover.asks),
        "running": pack.running,
        "source": pack.source,
        "fictional": pack.fictional,
        "citation": pack.cited_at_end,
        "compact": pack.compact,
        "sections": [
            {"title": _data(section.title), "blocks": _data(section.blocks), "notes": section.notes}
            for section in pack.sections
        ],
    }


def _data(value: Any) -> Any:
    """A part of the model as data: its class and fields, and the words that mark a change."""
    match value:
        case Chart(figure=figure):
            svg = picture(figure, own_font=True)
            return {
                "kind": "Chart",
                "caption": figure.title,
                "subtitle": figure.subtitle,
                "alt": figure.alt,
                "svg": svg,
            }
        case DataTable(caption=caption):
            heads, rows, widths = map(_data, shown_cells(value))
            return {"kind": "DataTable", "caption": caption, "heads": heads, "rows": rows, "widths": widths}
        case list() | tuple():
            return [_data(item) for item in value]
        case Words() | Cell():
            return _fields(value) | {"mark": value.mark}
        case _ if is_dataclass(value):
            return _fields(value) | {"kind": type(value).__name__}
    return value


def _fields(value: Any) -> dict[str, Any]:
    """The fields that a paper shows: a table behind a grid is in the workbook alone."""
    return {name: _data(own) for name, own in vars(value).items() if name != "behind"}
