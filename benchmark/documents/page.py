"""Writes a pack as one web page without scripts or outside files; it prints as a paper."""

from base64 import b64encode
from typing import Final

from benchmark.charts.distance import STEPS
from benchmark.charts.markup import render, style_sheet
from benchmark.documents.drawing import picture
from benchmark.documents.model import Chart, Pack
from benchmark.documents.rewrite import rewritten
from benchmark.documents.tables import shown_cells

_TEMPLATE: Final = "documents/page.html"


def page(pack: Pack) -> bytes:
    """The pack as HTML in UTF-8."""
    whole = render(
        _TEMPLATE,
        pack=rewritten(pack),
        style=style_sheet("documents/page.css"),
        kind=lambda block: type(block).__name__,
        cells=lambda block: shown_cells(block)[:2],
        image=_image,
        steps=STEPS,
    )
    return whole.encode("utf-8")


def _image(block: Chart) -> str:
    """A chart as a data: address. Inline, the ids of several SVGs would clash."""
    svg = picture(block.figure, own_font=False)
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode('ascii')}"
