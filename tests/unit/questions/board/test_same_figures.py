"""The same figures everywhere: the page, the command line and every format of a pack say one thing."""

import io
import json
import re
import subprocess
import time
from datetime import date
from typing import Any

import lxml.html
import pytest
from pptx import Presentation
from python_calamine import CalamineWorkbook

from benchmark.charts.distance import STEPS
from benchmark.common.groups import group_scope
from benchmark.common.scope import Scope, Standard
from benchmark.core.columns import SCORED, pillar_name
from benchmark.core.definitions import definitions
from benchmark.core.wording import decimal, short_name
from benchmark.documents.formats import FORMATS, written
from benchmark.documents.labelled import labelled_svg
from benchmark.questions.board.choices import Choices
from benchmark.questions.board.pack import board_pack
from benchmark.questions.gaps.grid import grid
from benchmark.questions.gaps.measure import gaps
from benchmark.questions.gaps.page import overview_grid
from benchmark.store.publication import Publication
from benchmark.surfaces.web.choices.filters import Filters

Cells = dict[tuple[str, str, str], str]
"""Care setting, trust, pillar -> the score as it is shown."""
GROUP = "LIVERPOOL"
CODES = ("QYG", "DEMO", GROUP)
SIGNS = "".join(step.sign for step in STEPS)
PILLARS = [pillar.name for pillar in definitions().framework.pillars]
FIGURE = re.compile(r"\d+\.\d+")


def figures_of(rows: list[list[str]]) -> Cells:
    """The scores of a grid, from its rows of texts: a row of one text begins a care setting."""
    found: Cells = {}
    setting = ""
    for row in rows:
        texts = [text for text in row if text]
        if len(texts) == 1:
            setting = texts[0].partition(":")[0].partition(" ")[0]
            continue
        for pillar, text in zip(PILLARS, row[1:], strict=False):
            if figure := FIGURE.search(text):
                found[setting, row[0], pillar] = figure[0]
    return found


def of_html(html: str, path: str) -> Cells:
    tree = lxml.html.fromstring(html)
    rows = [[cell.text_content().strip() for cell in row.iter("th", "td")] for row in tree.xpath(path)]
    return figures_of(rows)


def of_slides(file: bytes) -> Cells:
    tables = [
        shape.table
        for slide in Presentation(io.BytesIO(file)).slides
        for shape in slide.shapes
        if shape.has_table and PILLARS[0] in [cell.text for cell in shape.table.rows[0].cells]
    ]
    rows: list[list[str]] = []
    for table in tables:
        rows += [[cell.text for cell in row.cells] for row in [*table.rows][1:]]
    found: Cells = {}
    setting: list[str] = []
    for row in rows:  # a care setting goes on after the end of a slide
        setting = row if len([text for text in row if text]) == 1 else setting
        found |= figures_of([setting, row])
    return found


def of_command(document: Any) -> Cells:
    found: Cells = {}
    for row in document["rows"]:
        setting, trust = row["care_setting"].partition(" ")[0], short_name(row["trust"])
        found[setting, trust, pillar_name(row["pillar"])] = SCORED.text(row["score"])
    return found


def of_book(file: bytes) -> Cells:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_name("grid").to_python()
    at = next(place for place, row in enumerate(rows) if row[0] == "Trust")
    heads = [str(head).removesuffix(" (1 to 5)") for head in rows[at]]
    found: Cells = {}
    for row in rows[at + 1 :]:
        named = dict(zip(heads, row, strict=True))
        for pillar in PILLARS:
            if isinstance(named[pillar], float):
                setting = str(named["Care setting"]).partition(" ")[0]
                found[setting, short_name(str(named["Trust"])), pillar] = SCORED.text(named[pillar])
    return found


def rounded(cells: Cells) -> Cells:
    """To one decimal: the grid shows a second one where the first would stand in another colour."""
    return {key: SCORED.text(float(text)) for key, text in cells.items()}


def scope_of(publication: Publication, code: str) -> Scope:
    if code != GROUP:
        return Scope(code, 2025)
    return group_scope(publication, code, year=2025, footprint="assessed")


@pytest.mark.parametrize("code", CODES)
def test_every_score_is_the_same_on_the_page_in_the_command_and_in_each_format(
    publication, made, file_of, ask, code
):
    scope = scope_of(publication, code)
    pack = made(scope)
    filters = Filters(scope, Standard(), pack.subject.name, "", code == "DEMO")
    on_page = of_html(
        overview_grid(publication, filters, order="gap").text, "//div[@class='mg gg']//tbody/tr"
    )
    place = "--group" if code == GROUP else "--ics"
    expected = of_command(json.loads(ask("gaps", place, code, "--year", 2025, "--format", "json").out))
    assert len(expected) > 6
    assert len(on_page) == len(expected)
    html = of_html(file_of(pack, "html").decode(), "//table[@class='grid']/tbody/tr")
    deck = of_slides(file_of(pack, "pptx"))
    assert html == deck
    assert sorted(html.values()) == sorted(on_page.values())
    assert rounded(html) == expected
    assert of_book(file_of(pack, "xlsx")) == expected
    found = gaps(publication, scope, Standard())
    drawn = grid(found, sort="gap", trust_link=lambda code: code)
    svg = labelled_svg(drawn, found.subject, made_on=date(2026, 11, 26))
    shown = [text.text or "" for text in lxml.html.fromstring(svg).iter("text")]
    in_picture = [
        figure[0] for text in shown if (figure := re.fullmatch(rf"(?:[{SIGNS}]+ ?)?(\d\.\d+)", text))
    ]
    for score in {*on_page.values()}:
        drawn = len([text for text in in_picture if text.endswith(score)])
        assert drawn >= [*on_page.values()].count(score), score


def test_a_pack_made_a_day_later_is_the_same_to_the_last_byte(publication, made, file_of, monkeypatch):
    first = {form: file_of(made("DEMO"), form) for form in FORMATS}
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 86_400)
    again = board_pack(publication, Choices(Scope("DEMO", 2025)))
    for form in FORMATS:
        assert written(again, form) == first[form], form


@pytest.mark.office
@pytest.mark.parametrize("code", ["QYG", "DEMO"])
def test_sentences_and_totals_are_those_of_the_commands(made, file_of, ask, tmp_path, code):
    pack = made(code)
    asked = ("--ics", code, "--year", 2025, "--format", "json")
    summary = json.loads(ask("gaps", *asked).out)["summary"]
    moved = json.loads(ask("progress", *asked).out)
    wanted = [
        f"{summary['below']} of {summary['unit_pillars']} scores",
        f"{decimal(summary['sum'], 1)} points",
        f"{moved['rose']} of {moved['n_trusts']} trusts rose and {moved['fell'] or 'none'} fell",
    ]
    (tmp_path / "a.pdf").write_bytes(file_of(pack, "pdf"))
    pdf, laid_out = (
        subprocess.run(
            ["pdftotext", *how, "a.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout
        for how in ((), ("-layout",))
    )
    grid: dict[tuple[str, str], list[str]] = {}
    html = file_of(pack, "html").decode()
    for (setting, trust, _), score in of_html(html, "//table[@class='grid']/tbody/tr").items():
        grid.setdefault((setting, trust), []).append(score)
    in_pdf = [FIGURE.findall(line)[: len(PILLARS)] for line in laid_out.splitlines()]
    assert len(grid) > 6 and [row for row, scores in grid.items() if scores not in in_pdf] == []
    deck = Presentation(io.BytesIO(file_of(pack, "pptx")))
    shown = "\n".join(s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame)
    for whole in (pdf, shown, lxml.html.fromstring(html).text_content()):
        assert [said for said in wanted if said not in " ".join(whole.split())] == []


@pytest.mark.office
def test_libreoffice_opens_slides_and_workbook_as_they_were_made(made, file_of, tmp_path):
    (tmp_path / "pack.pptx").write_bytes(file_of(made("DEMO"), "pptx"))
    (tmp_path / "book.xlsx").write_bytes(file_of(made("DEMO"), "xlsx"))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "pack.pptx", "book.xlsx"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=120)
    info = subprocess.run(
        ["pdfinfo", "pack.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    pages = int(re.search(r"Pages:\s+(\d+)", info)[1])
    assert pages == len(Presentation(tmp_path / "pack.pptx").slides)
    assert (tmp_path / "book.pdf").stat().st_size > 10_000
