"""Writes a pack as a tagged PDF (PDF/UA-1, A4), which screen readers can follow."""

import io
import json
from dataclasses import is_dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

import typst
from PIL import Image

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
SIZES: Final = (1.0, 0.92, 0.85, 0.78)
"""The widths of tall charts, as shares of the page's: the first is used that leaves no page half empty."""
_MARGINS: Final = (24 / 297, 276 / 297)
"""Where the text of a page begins and ends, as shares of its height."""


class NotWritten(BenchmarkError):
    """A PDF could not be made."""


def paper(pack: Pack) -> bytes:
    """The pack as a PDF. Texts are passed to Typst as data, so its markup signs have no effect in them.

    A compact pack that would need two pages is set without its grids.
    """
    pack = rewritten(pack)
    if pack.compact:
        kept = pack if len(_set(_of_pack(pack), "svg")) == 1 else _without_grids(pack)
        return bytes(_set(_of_pack(kept), "pdf"))
    told = _of_pack(pack)
    empty: dict[float, int] = {}
    for size in SIZES:
        empty[size] = half_empty(told, size)
        if not empty[size]:
            break
    return bytes(_set(told, "pdf", min(empty, key=empty.__getitem__)))


def half_empty(told: dict[str, Any], size: float) -> int:
    """The pages, the last left out, whose lower half is empty. size: of tall charts, one of `SIZES`."""
    count = 0
    for page in _set(told, "png", size)[:-1]:
        drawn = Image.open(io.BytesIO(page)).convert("L")
        top, end = (round(share * drawn.height) for share in _MARGINS)
        lower = drawn.crop((0, (top + end) // 2, drawn.width, end))
        count += min(lower.tobytes()) > 245
    return count


def _without_grids(pack: Pack) -> Pack:
    kept = [
        replace(section, blocks=tuple(block for block in section.blocks if not isinstance(block, Grid)))
        for section in pack.sections
    ]
    return replace(pack, sections=tuple(kept))


def _set(told: dict[str, Any], form: Literal["svg", "png", "pdf"], size: float = 1.0) -> Any:
    """The PDF; as SVG or as a small picture the list of pages. size: of tall charts, one of `SIZES`."""
    try:
        pages = typst.compile(
            str(_TEMPLATE),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format=form,
            pdf_standards=["ua-1"] if form == "pdf" else [],
            sys_inputs={"pack": json.dumps(told), "size": str(size)},
            ppi=24.0,
            timestamp=_MADE,
        )
        return [pages] if form != "pdf" and isinstance(pages, bytes) else pages
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
