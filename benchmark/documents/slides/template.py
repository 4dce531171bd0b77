"""The base of slides: the product's own, or an organisation's template."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from benchmark.charts.theme import BLUE, DARK_BLUE, GREY, ORANGE, PALE_GREY, SECONDARY_TEXT, TEXT, WHITE
from benchmark.core.errors import BenchmarkError
from benchmark.workbooks.limits import Refusal
from benchmark.workbooks.package import Package

MOST_BYTES: Final = 30_000_000
"""The largest template in bytes. A larger one holds films or dozens of photographs."""
MOST_PARTS: Final = 2_000
MOST_PART: Final = 60_000_000
"""The most bytes of one part: enough for a photograph; several such parts fit in memory."""
MOST_UNPACKED: Final = 150_000_000
"""The most bytes of all parts, which are in memory together."""
MOST_XML: Final = 10_000_000
"""The most bytes of all parts that may be XML, whatever their names. Parsed, they take 30 times as much."""
_HEAD: Final = 4_096
"""The first bytes of a part, where a document type definition would be."""
_TITLES: Final = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_SMALL: Final = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_RUNS: Final = ("vbaProject", "activeX", "oleObject", "control", "package", "ctrlProp")
"""Kinds of relations to parts that could run, or that hold files."""
_LINKS: Final = ("hyperlink",)
"""Kinds of relations that may lead outside: these are followed only when somebody clicks."""


class TemplateRefused(BenchmarkError):
    """A template cannot be used, or is not safe."""


@dataclass(frozen=True)
class Ground:
    """An empty presentation, its layouts for cover and content, and the size of slides in EMU.

    own: whether it is the product's own, with known fonts and colours.
    """

    presentation: Any
    cover: Any
    content: Any
    own: bool
    width: int
    height: int

    @property
    def margin(self) -> int:
        """The margin left and right of a slide's content, in EMU."""
        return int(self.width * 0.04)


def own_ground() -> Ground:
    """The product's base: 16:9, its colours, Arial, one layout for the cover and one for content."""
    presentation: Any = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(13.333), Inches(7.5)
    layouts = presentation.slide_layouts
    cover, content = layouts[0], layouts[5]
    for layout in list(layouts):
        if layout not in (cover, content):
            layouts.remove(layout)
    _theme(presentation)
    width = presentation.slide_width
    margin = int(width * 0.04)
    _arrange_master(presentation.slide_master, width, margin)
    _place(cover, PP_PLACEHOLDER.CENTER_TITLE, (margin, Inches(0.75), width - 2 * margin, Inches(1.0)))
    _place(cover, PP_PLACEHOLDER.SUBTITLE, (margin, Inches(1.75), width - 2 * margin, Inches(0.5)))
    _place(content, PP_PLACEHOLDER.TITLE, (margin, Inches(0.5), width - 2 * margin, Inches(0.9)))
    for layout in (cover, content):
        _small_places(layout, width, margin)
        for _, shape in places(layout):
            for level in shape._element.iter(qn("a:lvl1pPr")):
                if level.get("algn") == "ctr":
                    level.set("algn", "l")
    return Ground(presentation, cover, content, True, width, presentation.slide_height)


def given_ground(file: bytes) -> Ground:
    """An organisation's template without its slides. TemplateRefused, in words, if it cannot be used."""
    _expect_harmless(file)
    try:
        presentation: Any = Presentation(io.BytesIO(_as_presentation(file)))
        layouts = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
        _without_macros(presentation)
        _without_slides(presentation)
        titled = [layout for layout in layouts if _types(layout) & {*_TITLES}]
        width, height = presentation.slide_width, presentation.slide_height
    except BenchmarkError:
        raise
    except Exception as error:  # a broken part can raise anything: lxml's errors, KeyError, ValueError
        raise TemplateRefused(
            "The template cannot be read as a PowerPoint file.",
            fix="Open it in PowerPoint, save it again as .pptx or .potx, and give that.",
        ) from error
    if not titled:
        raise TemplateRefused(
            "No layout of the template has a place for a title, and each slide must have one.",
            fix="Give a template with a layout that has a title.",
        )
    if not width or not height:
        raise TemplateRefused("The template does not say how large its slides are.")
    content = min(titled, key=_how_full)
    cover = max(titled, key=lambda layout: (PP_PLACEHOLDER.SUBTITLE in _types(layout), layout is not content))
    return Ground(presentation, cover, content, False, width, height)


def places(shapes: Any) -> Iterator[tuple[PP_PLACEHOLDER, Any]]:
    """Yields the placeholders of a slide or a layout, each with its type."""
    for shape in shapes.placeholders:
        yield shape.placeholder_format.type, shape


def _types(layout: Any) -> set[PP_PLACEHOLDER]:
    return {kind for kind, _ in places(layout)}


def _how_full(layout: Any) -> tuple[bool, int]:
    """How much a layout holds beside its title. The less, the more room it leaves."""
    kinds = [kind for kind, _ in places(layout) if kind not in _SMALL]
    return PP_PLACEHOLDER.CENTER_TITLE in kinds or PP_PLACEHOLDER.SUBTITLE in kinds, len(kinds)


def _expect_harmless(file: bytes) -> None:
    """Raise TemplateRefused for a size, parts or definitions that could do harm, before it is parsed."""
    if len(file) > MOST_BYTES:
        raise TemplateRefused(
            f"The template is larger than {MOST_BYTES // 10**6} MB.", fix="Take photographs and films out."
        )
    try:
        package = Package(io.BytesIO(file))
        if len(package.names) > MOST_PARTS:
            raise TemplateRefused(f"The template has more than {MOST_PARTS:,} parts.")
        whole = xml = 0
        for name in package.names:
            size, start = 0, b""
            for chunk in package.chunks(name) if not name.endswith("/") else ():
                size, start = size + len(chunk), start or chunk[:_HEAD]
                _expect_within(size, MOST_PART, "A part of the template unpacks")
                _expect_within(whole + size, MOST_UNPACKED, "The template unpacks")
                _expect_within(xml + size * _may_be_xml(start), MOST_XML, "The template's text unpacks")
            whole, xml = whole + size, xml + size * _may_be_xml(start)
            # Office writes no document type. One could grow without end, or read files on the server.
            if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in start.replace(b"\0", b""):
                raise TemplateRefused(
                    "A part of the template has a document type definition, as no PowerPoint file does.",
                    fix="Open it in PowerPoint, save it again, and give that.",
                )
    except Refusal as error:
        raise TemplateRefused(
            "The template cannot be read as a PowerPoint file.",
            fix="Give a .pptx or .potx without a password, as PowerPoint saves it.",
        ) from error


def _expect_within(size: int, most: int, what: str) -> None:
    if size > most:
        raise TemplateRefused(
            f"{what} to more than {most // 10**6} MB.", fix="Take photographs, films and old layouts out."
        )


def _may_be_xml(start: bytes) -> bool:
    return start.lstrip(b"\xef\xbb\xbf\xfe\xff\0 \t\r\n")[:1] in (b"<", b"")


_KINDS: Final = tuple(
    f"application/vnd.{kind}.main+xml".encode()
    for kind in (
        "ms-powerpoint.presentation.macroEnabled",
        "ms-powerpoint.template.macroEnabled",
        "ms-powerpoint.slideshow.macroEnabled",
        "openxmlformats-officedocument.presentationml.template",
        "openxmlformats-officedocument.presentationml.slideshow",
    )
)
_TYPES: Final = "[Content_Types].xml"


def _as_presentation(file: bytes) -> bytes:
    """The archive as a plain presentation, from a presentation, a template, or one with macros."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            part = given.read(name)
            if name == _TYPES:
                for kind in _KINDS:
                    part = part.replace(kind, CONTENT_TYPE.PML_PRESENTATION_MAIN.encode())
            kept.writestr(name, part)
    return out.getvalue()


def _without_macros(presentation: Any) -> None:
    """Remove macros, and refuse parts that could run or would be downloaded when a slide is shown."""
    package = presentation.part.package
    for part in package.iter_parts():
        for key, relation in list(part.rels.items()):
            kind = relation.reltype.rpartition("/")[2]
            if kind in _RUNS and part is presentation.part:
                part.rels.pop(key)
            elif kind in _RUNS and kind != "package":
                raise TemplateRefused(
                    "The template holds a control or an embedded file, which could run.",
                    fix="Delete it from the template's layouts, and save.",
                )
            elif relation.is_external and kind not in _LINKS:
                raise TemplateRefused(
                    "The template links to a file outside itself, which would be fetched on each opening.",
                    fix="Put the picture into the template instead of linking to it.",
                )
    for element in presentation.part._element.findall(qn("p:custDataLst")):
        presentation.part._element.remove(element)


def _without_slides(presentation: Any) -> None:
    slides = presentation.slides._sldIdLst
    for slide in list(slides):
        presentation.part.drop_rel(slide.rId)
        slides.remove(slide)
    for key, relation in list(presentation.part.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.SLIDE:
            presentation.part.rels.pop(key)
    # Sections name the removed slides: PowerPoint would call the file damaged.
    for extension in presentation.part._element.findall(qn("p:extLst")):
        presentation.part._element.remove(extension)


def _place(owner: Any, kind: PP_PLACEHOLDER, box: tuple[int, int, int, int]) -> None:
    for found, shape in places(owner):
        if found == kind:
            shape.left, shape.top, shape.width, shape.height = (Emu(value) for value in box)


def _small_places(owner: Any, width: int, margin: int) -> None:
    """Place the footer and the slide's number. The date is removed, as a paper has its own."""
    for kind, shape in list(places(owner)):
        if kind == PP_PLACEHOLDER.DATE:
            shape._element.getparent().remove(shape._element)
    _place(owner, PP_PLACEHOLDER.FOOTER, (margin, Inches(7.02), width - 2 * margin - Inches(1), Inches(0.34)))
    _place(
        owner,
        PP_PLACEHOLDER.SLIDE_NUMBER,
        (width - margin - Inches(1), Inches(7.02), Inches(1), Inches(0.34)),
    )


def _arrange_master(master: Any, width: int, margin: int) -> None:
    _place(master, PP_PLACEHOLDER.TITLE, (margin, Inches(0.5), width - 2 * margin, Inches(0.9)))
    _place(master, PP_PLACEHOLDER.BODY, (margin, Inches(1.5), width - 2 * margin, Inches(5.4)))
    _small_places(master, width, margin)
    styles = master._element.find(qn("p:txStyles"))
    for name, size, bold, colour in (("p:titleStyle", 26, "1", "tx2"), ("p:bodyStyle", 16, "0", "tx1")):
        for properties in styles.find(qn(name)).iter(qn("a:defRPr")):
            properties.set("sz", str(Pt(size).centipoints))
            properties.set("b", bold)
            for fill in properties.findall(qn("a:solidFill")):
                fill.find(qn("a:schemeClr")).set("val", colour)
        for level in styles.find(qn(name)):
            level.set("algn", "l")
    for kind, shape in places(master):
        if kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            for properties in shape._element.iter(qn("a:defRPr")):
                properties.set("sz", "1000")
            for level in shape._element.iter(qn("a:lvl1pPr")):
                level.set("algn", "l" if kind == PP_PLACEHOLDER.FOOTER else "r")


_SCHEME: Final = {
    "dk1": TEXT,
    "lt1": WHITE,
    "dk2": DARK_BLUE,
    "lt2": PALE_GREY,
    "accent1": BLUE,
    "accent2": DARK_BLUE,
    "accent3": ORANGE,
    "accent4": GREY,
    "accent5": "#00757A",
    "accent6": SECONDARY_TEXT,
    "hlink": BLUE,
    "folHlink": DARK_BLUE,
}


def _theme(presentation: Any) -> None:
    """Write the product's colours and Arial into the base's theme."""
    for relation in presentation.slide_master.part.rels.values():
        if relation.reltype != RELATIONSHIP_TYPE.THEME:
            continue
        root = etree.fromstring(relation.target_part.blob)
        scheme = root.find(f".//{qn('a:clrScheme')}")
        scheme.set("name", "Digital maturity")
        for name, colour in _SCHEME.items():
            entry = scheme.find(qn(f"a:{name}"))
            for child in list(entry):
                entry.remove(child)
            etree.SubElement(entry, qn("a:srgbClr")).set("val", colour[1:])
        for font in root.iter(qn("a:latin")):
            font.set("typeface", "Arial")
        relation.target_part._blob = etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", standalone=True
        )


def read_template(path: Path) -> bytes:
    """A template's bytes. TemplateRefused if the file cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise TemplateRefused(f"The template {path.name} cannot be read: {error.strerror}.") from error
