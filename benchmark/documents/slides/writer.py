"""Writes a pack as slides with real titles, native charts and tables, speaker's notes, and none too full."""

import io
from collections.abc import Sequence
from contextlib import nullcontext
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from benchmark.charts.theme import ORANGE, SECONDARY_TEXT, WHITE
from benchmark.documents.fitting import cut, in_unknown_font, largest_that_fits, width_of
from benchmark.documents.model import Grid, Pack, Section, Words
from benchmark.documents.rewrite import rewritten
from benchmark.documents.same_bytes import same_bytes
from benchmark.documents.slides.marks import Box, rgb, text_box
from benchmark.documents.slides.pieces import (
    BETWEEN,
    LEAST_BODY,
    ChartPiece,
    Piece,
    TextPiece,
    pieces_of,
)
from benchmark.documents.slides.template import Ground, given_ground, own_ground, places
from benchmark.documents.tables import NO_BREAK

SIZES: Final = (18.0, 16.0, LEAST_BODY)
"""Font sizes in points, tried in this order."""
ON_PAPER: Final = 12.0
TITLE_SIZES: Final = (26.0, 24.0, 22.0, 20.0, 18.0)
_EMU: Final = 12_700
_TITLES: Final = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_TEXTS: Final = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.SUBTITLE)
_FOOT: Final = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
FOOT: Final = 34.0
"""Points at the foot of a slide for its source and number."""


_Sheet = Sequence[Piece]
"""The pieces of one slide, in reading order."""


def slides(pack: Pack, *, template: bytes | None = None) -> bytes:
    """The pack as a .pptx. template: an organisation's template, whose layouts and colours are used.

    Raises TemplateRefused if the template cannot be used.
    """
    pack = rewritten(pack)
    ground = own_ground() if template is None else given_ground(template)
    writer = _Writer(pack, ground)
    with nullcontext() if ground.own else in_unknown_font():
        if not pack.compact:
            writer.cover()
        for section in pack.sections:
            writer.section(section)
    for slide in ground.presentation.slides:
        _in_reading_order(slide)
    properties = ground.presentation.core_properties
    properties.title, properties.subject = pack.cover.title, pack.running
    properties.author, properties.last_modified_by = "", ""
    properties.language, properties.comments = "en-GB", ""
    out = io.BytesIO()
    ground.presentation.save(out)
    return same_bytes(out.getvalue())


class _Writer:
    def __init__(self, pack: Pack, ground: Ground) -> None:
        self._pack, self._ground = pack, ground

    def cover(self) -> None:
        """Add the cover: title, purpose, and what the board is asked to do."""
        cover = self._pack.cover
        slide = self._slide(self._ground.cover, Words(cover.title))
        about = [cover.subtitle, *(f"{name}: {text}" for name, text in self._pack.about)]
        subtitle = next((shape for kind, shape in places(slide) if kind in _TEXTS), None)
        body = self._body(slide)
        asks: list[Piece] = []
        if cover.asks:
            asks = [
                TextPiece((Words(f"{cover.asked}:"),), size=20, bold=True),
                TextPiece(cover.asks, size=18, numbered_from=1),
            ]
        if subtitle is not None and not self._ground.own:
            # A template's cover keeps its design; the list of asks goes on slides of its own.
            _write(subtitle, "\n".join(filter(None, about)), 18)
            self._without_empty(slide, keep=subtitle)
            room = self._body(self._ground.content)
            self._asks(_sheets(asks, room.width, room.height) if asks else [])
            return
        if subtitle is not None:
            _write(subtitle, about.pop(0), 20, SECONDARY_TEXT)
            subtitle.text_frame.margin_left = 0
            body = Box(body.left, 170, body.width, body.height - (170 - body.top))
        self._without_empty(slide, keep=subtitle)
        words = TextPiece(tuple(Words(line) for line in about if line), size=18)
        first, *more = _sheets([words, *asks], body.width, body.height)
        _draw(slide, first, body)
        self._asks(more)

    def _asks(self, sheets: Sequence[_Sheet]) -> None:
        """Add what the board is asked to do on slides of its own, if the cover has no room."""
        for number, sheet in enumerate(sheets, start=1):
            of = f" ({number} of {len(sheets)})" if len(sheets) > 1 else ""
            slide = self._slide(self._ground.content, Words(f"{self._pack.cover.asked}{of}"))
            self._without_empty(slide)
            # The slide's title replaces the list's heading.
            inside = [piece for piece in sheet if not (isinstance(piece, TextPiece) and piece.bold)]
            _draw(slide, inside, self._body(slide))

    def section(self, section: Section) -> None:
        """Add a section, on as many slides as it needs."""
        # Grids are left out of a compact pack: one slide has less room than an A4 page.
        own = [block for block in section.blocks if not (self._pack.compact and isinstance(block, Grid))]
        blocks = [piece for block in own for piece in pieces_of(block)]
        if section.title.mark:
            blocks.insert(0, TextPiece((Words(f"The message {section.title.mark}"),), size=LEAST_BODY))
        if self._pack.compact and section is self._pack.sections[0] and self._pack.cover.asks:
            asked = Words(f"{self._pack.cover.asked}:")
            blocks += [TextPiece((asked,), bold=True), TextPiece(self._pack.cover.asks, numbered_from=1)]
        empty = self._slide(self._ground.content, section.title)
        body = self._body(empty)
        # Take the largest font that needs no more slides than the smallest, and cuts no more pieces. A
        # compact pack is read on paper, not across a table, so it may have a smaller font.
        sizes = (*SIZES, ON_PAPER) if self._pack.compact else SIZES
        tried = [
            _sheets([_sized(piece, size) for piece in blocks], body.width, body.height) for size in sizes
        ]
        sheets = min(tried, key=lambda found: (len(found), sum(map(len, found))))
        for number, sheet in enumerate(sheets, start=1):
            of = f" ({number} of {len(sheets)})".replace(" ", NO_BREAK) if len(sheets) > 1 else ""
            title = Words(f"{section.title.whole}{of}")
            slide = empty if number == 1 else self._slide(self._ground.content, title)
            if number == 1:
                self._title(slide, title)
            self._without_empty(slide)
            _draw(slide, _without_its_title(sheet, section.title.text), body)
            cited = f"To cite this paper: {self._pack.citation}" if self._pack.citation else ""
            notes = [section.name, *section.notes, self._pack.source, cited]
            slide.notes_slide.notes_text_frame.text = "\n".join(filter(None, notes))

    def _slide(self, layout: Any, title: Words) -> Any:
        slide = self._ground.presentation.slides.add_slide(layout)
        self._title(slide, title)
        self._foot(slide, layout)
        if self._pack.fictional:
            self._band(slide)
        return slide

    def _title(self, slide: Any, title: Words) -> None:
        shape = next(shape for kind, shape in places(slide) if kind in _TITLES)
        width = shape.width / _EMU - 16
        # With a no-break space, so that the last word is never alone on a line.
        start, space, last = title.whole.rpartition(" ")
        text = f"{start}{NO_BREAK if space else ''}{last}"
        size = largest_that_fits(text, TITLE_SIZES, width=width, lines=2, bold=True)
        frame = shape.text_frame
        frame.word_wrap = True
        frame.text = text
        frame.paragraphs[0].runs[0].font.size = Pt(size)
        if self._ground.own:
            frame.margin_left = frame.margin_right = 0
            frame.vertical_anchor = MSO_ANCHOR.MIDDLE

    def _body(self, slide: Any) -> Box:
        """The box for blocks: below the title, above the foot, within the margins. slide: or a layout."""
        title = next(shape for kind, shape in places(slide) if kind in _TITLES)
        top = (title.top + title.height) / _EMU + 6
        whole = self._ground.height / _EMU
        at_foot = [shape.top / _EMU - 4 for kind, shape in places(slide) if kind in _FOOT]
        bottom = min([whole - FOOT, *(above for above in at_foot if above > 0.8 * whole)])
        if top > bottom * 0.6:  # the title is in the middle, as on covers
            top = bottom * 0.5
        margin = self._ground.margin / _EMU
        return Box(margin, top, self._ground.width / _EMU - 2 * margin, bottom - top)

    def _foot(self, slide: Any, layout: Any) -> None:
        """Add the source and the slide's number, in the layout's own places if it has them."""
        found = dict(places(layout))
        own = {kind: deepcopy(found[kind]._element) for kind in _FOOT if kind in found}
        for element in own.values():
            slide.shapes._spTree.append(element)
        for kind, shape in places(slide):
            if kind == PP_PLACEHOLDER.FOOTER:
                line, size = self._line(shape.width / _EMU - 16)
                _write(shape, line, size, SECONDARY_TEXT if self._ground.own else "")
            elif kind == PP_PLACEHOLDER.SLIDE_NUMBER:
                _number(shape)
        if PP_PLACEHOLDER.FOOTER not in own:
            margin = self._ground.margin / _EMU
            box = Box(
                margin, self._ground.height / _EMU - 26, self._ground.width / _EMU - 2 * margin - 60, 18
            )
            shape = slide.shapes.add_textbox(*box.emu)
            shape.name = "Source"
            _write(shape, *self._line(box.width - 16))

    def _line(self, width: float) -> tuple[str, float]:
        """The text at the foot with its size: as much as fits."""
        whole = " · ".join(filter(None, (self._pack.running, self._pack.source)))
        tried = [(text, size) for text in (whole, self._pack.running) for size in (10.0, 8.0)]
        fits = ((text, size) for text, size in tried if width_of(text, size=size) <= width)
        return next(fits, (cut(self._pack.running, width=width, size=8), 8.0))

    def _band(self, slide: Any) -> None:
        """Add the line across the top that says that all is made up."""
        width = self._ground.width / _EMU
        _, frame = text_box(slide, Box(0, 0, width, 26), "Fictional", fill=ORANGE, across=7.2, down=3)
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.CENTER
        run = paragraph.add_run()
        run.text = self._pack.fictional
        run.font.size, run.font.bold = Pt(12), True
        run.font.color.rgb = rgb(WHITE)

    def _without_empty(self, slide: Any, keep: Any = None) -> None:
        """Remove unused placeholders of the layout, which would say "Click to add text"."""
        kept = None if keep is None else keep._element
        for kind, shape in list(places(slide)):
            small = kind in (*_FOOT, PP_PLACEHOLDER.DATE)
            if kind not in _TITLES and not small and shape._element is not kept:
                shape._element.getparent().remove(shape._element)


def _in_reading_order(slide: Any) -> None:
    """Sort shapes in the order in which they are read aloud, and number them."""
    tree = slide.shapes._spTree
    for place, shape in enumerate(sorted(slide.shapes, key=_reading_place), start=2):
        tree.append(shape._element)  # moves it to the end
        shape._element._nvXxPr.cNvPr.set("id", str(place))


def _reading_place(shape: Any) -> int:
    if shape.is_placeholder:
        kind = shape.placeholder_format.type
        return {PP_PLACEHOLDER.FOOTER: 4, PP_PLACEHOLDER.SLIDE_NUMBER: 5}.get(
            kind, 1 if kind in _TITLES else 2
        )
    return {"Fictional": 0, "Source": 4}.get(shape.name, 3)


def _sheets(pieces: Sequence[Piece], width: float, room: float) -> list[_Sheet]:
    """Share pieces out over slides, in order, each slide as full as possible."""
    found: list[_Sheet] = []
    own: list[Piece] = []
    left = room
    waiting = list(pieces)
    while waiting:
        piece = waiting.pop(0)
        needs = piece.height(width)
        # A heading stays with the piece after it.
        with_next = isinstance(piece, TextPiece) and (piece.bold or piece.size < 12) and waiting
        after = min(waiting[0].height(width), 110.0) + BETWEEN if with_next else 0.0
        if needs + after <= left:
            own.append(piece)
            left -= needs + BETWEEN
            continue
        parts = piece.cut(width, left)
        if parts is not None and not with_next:
            own.append(parts[0])
            waiting.insert(0, parts[1])
        elif own:
            waiting.insert(0, piece)
        else:
            own.append(piece)  # alone on a slide it has as much room as there is
        found.append(own)
        own, left = [], room
    if own or not found:
        found.append(own)
    return found


def _sized(piece: Piece, size: float) -> Piece:
    """A piece with its text in this size. Text that is small for a reason stays small."""
    if isinstance(piece, TextPiece) and piece.size > LEAST_BODY:
        return replace(piece, size=size)
    return piece


def _draw(slide: Any, sheet: _Sheet, body: Box) -> None:
    """Draw pieces below each other. Pieces that can use the remaining room get it."""
    heights = [piece.height(body.width) for piece in sheet]
    spare = body.height - sum(heights) - BETWEEN * (len(heights) - 1)
    top = body.top
    for piece, least in zip(sheet, heights, strict=True):
        more = max(min(spare, piece.most(body.width) - least), 0.0)
        spare -= more
        height = min(least + more, body.top + body.height - top)
        piece.draw(slide, Box(body.left, top, body.width, height))
        top += height + BETWEEN


def _without_its_title(sheet: _Sheet, title: str) -> _Sheet:
    """Drop the heading of the first chart if the slide's title already says it."""
    first, *others = sheet
    if isinstance(first, ChartPiece) and title.startswith(first.chart.figure.title):
        first = replace(first, headed=False)
    return [first, *others]


def _write(shape: Any, text: str, size: float, colour: str = "") -> None:
    frame = shape.text_frame
    frame.text = text
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(size)
            if colour:
                run.font.color.rgb = rgb(colour)


def _number(shape: Any) -> None:
    """Write the slide's number as a field, so that it stays right when slides are moved to another file."""
    paragraph = shape.text_frame.paragraphs[0]._p
    for child in list(paragraph):
        if child.tag != qn("a:pPr"):
            paragraph.remove(child)
    field = paragraph.makeelement(
        qn("a:fld"), {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"}
    )
    properties = field.makeelement(qn("a:rPr"), {"lang": "en-GB", "sz": "1000"})
    text = field.makeelement(qn("a:t"), {})
    text.text = "#"
    field.append(properties)
    field.append(text)
    paragraph.append(field)
