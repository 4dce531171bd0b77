"""Slides: nothing too full, nothing without words for who cannot see it, nothing that runs."""

import io
import zipfile
from itertools import combinations
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from benchmark.documents.slides import TemplateRefused, slides
from benchmark.documents.slides import template as slides_template
from benchmark.documents.slides.pieces import CONTINUED
from benchmark.documents.tables import NO_BREAK
from tests.unit.documents.packs import SEEN, pack

FICTIONAL = "Fictional: all of this is made up."
SMALL = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


@pytest.fixture(scope="module")
def made() -> Any:
    return Presentation(io.BytesIO(slides(pack(fictional=FICTIONAL))))


def texts(slide: Any) -> str:
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return "\n".join([*found, *(cell.text for table in tables for row in table.rows for cell in row.cells)])


def test_every_slide_has_a_title_of_its_own_and_says_that_it_is_fictional(made):
    titles = [slide.shapes.title.text for slide in made.slides]
    assert all(titles)
    assert len({*titles}) == len(titles)
    assert all(FICTIONAL in texts(slide) for slide in made.slides)


def test_nothing_covers_anything_else_or_leaves_the_slide(made):
    for number, slide in enumerate(made.slides, start=1):
        boxes = [(s.name, s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        for name, left, top, right, bottom in boxes:
            assert left >= 0 and top >= 0, (number, name)
            assert right <= made.slide_width + 1 and bottom <= made.slide_height + 1, (number, name)
        for one, other in combinations(boxes, 2):
            apart = (
                one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] + 10 or other[4] <= one[2] + 10
            )
            assert apart, (number, one, other)


def test_everything_can_be_read_from_the_end_of_a_table(made):
    for slide in made.slides:
        for shape in slide.shapes:
            small = shape.is_placeholder and shape.placeholder_format.type in SMALL
            if shape.has_text_frame and not small:
                least = Pt(11) if shape.name in ("Text", "Fictional") else Pt(12)
                sizes = [run.font.size for p in shape.text_frame.paragraphs for run in p.runs]
                assert all(size is None or size >= least for size in sizes), shape.name
            if shape.has_table:
                cells = [cell for row in shape.table.rows for cell in row.cells]
                sizes = [
                    run.font.size for cell in cells for p in cell.text_frame.paragraphs for run in p.runs
                ]
                assert min(sizes) >= Pt(11)


def test_charts_and_tables_are_native_and_described_in_words(made):
    kinds = {"chart": 0, "table": 0}
    for slide in made.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                kinds["chart" if shape.has_chart else "table"] += 1
                assert shape._element._nvXxPr.cNvPr.get("descr")
    assert kinds["chart"] >= 3
    assert kinds["table"] >= 4


def test_a_heading_is_repeated_where_its_rows_go_on(made):
    tables = [shape.table for slide in made.slides for shape in slide.shapes if shape.has_table]
    begun = [table.cell(1, 0).text for table in tables if len(table.columns) > 2]
    assert len(begun) > 1
    assert all(text.endswith(CONTINUED) and text.count(CONTINUED) == 1 for text in begun[1:])


def test_a_slide_repeats_nothing_and_leaves_no_single_word(made):
    for slide in made.slides:
        title = slide.shapes.title.text
        assert " " not in title[title.rfind(NO_BREAK) :]
        assert title.count(NO_BREAK) >= 1
        assert title not in [s.text_frame.text for s in slide.shapes if s.name == "What follows"]


def test_speaker_notes_say_how_to_read_each_section(made):
    assert all(slide.has_notes_slide for slide in [*made.slides][2:])


def test_what_is_read_aloud_comes_in_the_order_in_which_it_is_seen(made):
    for slide in made.slides:
        body = [s for s in slide.shapes if not s.is_placeholder and s.name != "Fictional"]
        assert [s.top for s in body] == sorted(s.top for s in body)
        assert slide.shapes[0].name == "Fictional"
        ids = [s.shape_id for s in slide.shapes]
        assert len({*ids}) == len(ids)


def test_names_and_notes_stay_what_they_are(made):
    whole = "\n".join(texts(slide) for slide in made.slides)
    assert all(seen in whole for seen in SEEN)


def template(**parts: bytes) -> bytes:
    """PowerPoint's own blank file with parts replaced or added."""
    out = io.BytesIO()
    plain = io.BytesIO()
    Presentation().save(plain)
    with zipfile.ZipFile(plain) as given, zipfile.ZipFile(out, "w") as kept:
        for name in given.namelist():
            if name not in parts:
                kept.writestr(name, given.read(name))
        for name, part in parts.items():
            kept.writestr(name, part)
    return out.getvalue()


def part(file: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return archive.read(name)


class TestTemplate:
    def test_its_layouts_size_and_colours_are_used(self):
        given = template()
        made = Presentation(io.BytesIO(slides(pack(rows=4), template=given)))
        assert (made.slide_width, made.slide_height) == (
            Presentation().slide_width,
            Presentation().slide_height,
        )
        theme = "ppt/theme/theme1.xml"
        assert part(slides(pack(rows=4), template=given), theme) == part(given, theme)
        assert {slide.slide_layout.name for slide in made.slides} == {"Title Slide", "Title Only"}

    def test_its_own_slides_and_macros_are_left_out(self):
        with_slide = Presentation()
        with_slide.slides.add_slide(with_slide.slide_layouts[0]).shapes.title.text = "Left over"
        out = io.BytesIO()
        with_slide.save(out)
        types = part(out.getvalue(), "[Content_Types].xml")
        main = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
        macro = b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
        rels = part(out.getvalue(), "ppt/_rels/presentation.xml.rels")
        kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
        vba = b'<Relationship Id="rId99" Type="' + kind + b'" Target="vbaProject.bin"/></Relationships>'
        given = io.BytesIO()
        with zipfile.ZipFile(out) as plain, zipfile.ZipFile(given, "w") as kept:
            for name in plain.namelist():
                if name == "[Content_Types].xml":
                    kept.writestr(name, types.replace(main, macro))
                elif name == "ppt/_rels/presentation.xml.rels":
                    kept.writestr(name, rels.replace(b"</Relationships>", vba))
                else:
                    kept.writestr(name, plain.read(name))
            kept.writestr("ppt/vbaProject.bin", b"macro")
        made = slides(pack(rows=4), template=given.getvalue())
        names = zipfile.ZipFile(io.BytesIO(made)).namelist()
        assert "ppt/vbaProject.bin" not in names
        assert main in part(made, "[Content_Types].xml")
        assert "Left over" not in "\n".join(texts(slide) for slide in Presentation(io.BytesIO(made)).slides)

    def test_a_picture_from_outside_is_refused(self):
        name = "ppt/slideLayouts/_rels/slideLayout6.xml.rels"
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
        link = (
            b'<Relationship Id="rId9" Type="'
            + kind
            + b'" Target="http://a.example/x.png" TargetMode="External"/>'
        )
        rels = part(template(), name).replace(b"</Relationships>", link + b"</Relationships>")
        with pytest.raises(TemplateRefused, match="outside itself"):
            slides(pack(rows=4), template=template(**{name: rels}))

    @pytest.mark.parametrize(
        "given",
        [b"", b"not a file", b"PK\x05\x06" + bytes(18), template(**{"ppt/presentation.xml": b"<broken"})],
        ids=["nothing", "text", "an empty archive", "broken"],
    )
    def test_what_is_no_presentation_is_refused_in_words(self, given):
        with pytest.raises(TemplateRefused, match="cannot be read as a PowerPoint file"):
            slides(pack(rows=4), template=given)

    @pytest.mark.parametrize("name", ["ppt/theme/theme1.xml", "ppt/presentation.xml"])
    def test_one_that_would_grow_or_read_files_is_refused(self, name):
        own = part(template(), name).partition(b"?>")[2]
        bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>' + own
        with pytest.raises(TemplateRefused, match="document type definition"):
            slides(pack(rows=4), template=template(**{name: bomb}))

    @pytest.mark.parametrize(
        ("content", "says"),
        [(b"<b/>", "text unpacks"), (b" \n\0\t", "text unpacks"), (b"\1\2\3\4", "template unpacks")],
        ids=["much in it", "nothing to be seen at its start", "pictures"],
    )
    def test_one_that_would_fill_the_memory_is_refused(self, content, says, monkeypatch):
        """Eighty kilobytes of it took two gigabytes. What is read as XML is said in it, not by its name."""
        monkeypatch.setattr(slides_template, "MOST_XML", 500_000)
        monkeypatch.setattr(slides_template, "MOST_UNPACKED", 1_500_000)
        slides(pack(rows=4), template=template())
        parts = {f"ppt/m/{number}.bin": content * 100_000 for number in range(4)}
        with pytest.raises(TemplateRefused, match=says):
            slides(pack(rows=4), template=template(**parts))

    def test_one_without_a_place_for_a_title_is_refused_in_words(self):
        bare = Presentation()
        for layout in [*bare.slide_layouts]:
            if layout.name != "Blank":
                bare.slide_layouts.remove(layout)
        out = io.BytesIO()
        bare.save(out)
        with pytest.raises(TemplateRefused, match="place for a title"):
            slides(pack(rows=4), template=out.getvalue())
