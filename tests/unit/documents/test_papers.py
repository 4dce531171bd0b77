"""The PDF, the web page and the workbook: whole, followed by a screen reader, and nothing in them runs."""

import io
import re
import subprocess
import zipfile
from html.parser import HTMLParser
from itertools import pairwise

import pikepdf
import pytest

from benchmark.documents.book import book
from benchmark.documents.page import page
from benchmark.documents.paper import paper
from tests.unit.documents.packs import SEEN, pack

FICTIONAL = "Fictional: all of this is made up."


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return paper(pack(fictional=FICTIONAL))


@pytest.fixture(scope="module")
def html() -> str:
    return page(pack(fictional=FICTIONAL)).decode()


class TestPdf:
    def test_it_says_that_it_is_accessible_and_has_a_tree_of_its_parts(self, pdf):
        with pikepdf.open(io.BytesIO(pdf)) as file:
            assert b"pdfuaid" in file.Root.Metadata.read_bytes()
            assert file.Root.MarkInfo.Marked
            assert str(file.Root.Lang) == "en-GB"
            assert file.Root.ViewerPreferences.DisplayDocTitle
            assert b"<dc:title>" in file.Root.Metadata.read_bytes()
            assert all(str(page.get("/Tabs", "/S")) == "/S" for page in file.pages)
            kinds, alts = [], []
            without: list[str] = []
            tables: list[list[str]] = []

            def walk(node: pikepdf.Object) -> None:
                if not isinstance(node, pikepdf.Dictionary):
                    return
                if "/S" in node:
                    kinds.append(str(node.S))
                    if node.S == "/Figure" and not str(node.get("/Alt", "")):
                        without.append(str(node.S))
                    if node.S == "/Table":
                        tables.append([])
                    elif node.S in ("/TH", "/TD"):
                        tables[-1].append(str(node.S))
                    alts.extend([str(node.Alt)] if "/Alt" in node else [])
                inside = node.get("/K")
                inside = inside if isinstance(inside, pikepdf.Array) else [inside]
                for child in inside:
                    walk(child)

            walk(file.Root.StructTreeRoot)
        assert not without, "A picture has a text."
        assert tables and all(own[0] == "/TH" and "/TD" in own for own in tables)
        levels = [int(kind[2:]) for kind in kinds if kind[:2] == "/H" and kind[2:].isdigit()]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels)), "No level is skipped."
        assert kinds.count("/H1") == 1
        assert kinds.count("/H2") == 2
        assert {"/Table", "/TH", "/TD", "/L", "/LI", "/Figure"} <= {*kinds}
        assert sum("{{ 7*7 }}" in alt or "#import" in alt for alt in alts) >= 3

    @pytest.mark.office
    def test_names_and_notes_stay_what_they_are_and_each_page_says_fictional(self, pdf, tmp_path):
        (tmp_path / "a.pdf").write_bytes(pdf)
        text = subprocess.run(
            ["pdftotext", "-layout", "a.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout
        whole = " ".join(text.split())
        assert all(seen in whole for seen in SEEN)
        pages = text.rstrip("\f").split("\f")
        assert all(FICTIONAL in one for one in pages)
        assert f"Page 2 of {len(pages)}" in whole


class Tags(HTMLParser):
    """What a page holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


class TestPage:
    def test_it_needs_no_script_and_nothing_from_outside(self, html):
        tags = Tags(html)
        assert not {tag for tag, _ in tags.found} & {"script", "link", "iframe", "object", "form"}
        assert all(
            given["src"].startswith("data:") for tag, given in tags.found if tag == "img" and given["src"]
        )
        assert not re.search(r"url\(|@import| on\w+=", html)

    def test_it_can_be_followed_without_seeing_it(self, html):
        tags = Tags(html)
        of = {
            name: [given for tag, given in tags.found if tag == name]
            for name in ("html", "th", "img", "h1", "h2")
        }
        assert of["html"] == [{"lang": "en-GB"}]
        assert all(given.get("scope") for given in of["th"])
        assert all(given.get("alt") for given in of["img"])
        assert (len(of["h1"]), len(of["h2"])) == (1, 2)
        captions = [tag for tag, _ in tags.found if tag == "caption"]
        assert len(captions) == len([tag for tag, _ in tags.found if tag == "table"])

    def test_names_and_notes_stay_what_they_are(self, html):
        whole = "".join(Tags(html).words)
        assert all(seen in whole for seen in SEEN)
        assert "\x07" not in whole
        assert "\u202e" not in whole


class TestBook:
    def test_no_cell_is_a_formula_or_a_link_and_each_sheet_says_fictional(self):
        file = book(pack(fictional=FICTIONAL))
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
            texts = archive.read("xl/sharedStrings.xml").decode()
            for name in sheets:
                sheet = archive.read(name).decode()
                assert "<f>" not in sheet and "<hyperlink" not in sheet, name
        assert len(sheets) == 5
        assert texts.count(FICTIONAL) == 3, "alone, above the table, and above the three of one chart"
