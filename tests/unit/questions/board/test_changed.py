"""What changed since an earlier day, in a pack: the figures of the command `changes`, in every format."""

import io
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import lxml.html
import pytest
from pptx import Presentation
from python_calamine import CalamineWorkbook

from benchmark.common.scope import Scope
from benchmark.core.errors import BenchmarkError, UnknownCode
from benchmark.core.settings import Settings
from benchmark.core.wording import in_full
from benchmark.documents.book import book
from benchmark.documents.model import DataTable, Pack
from benchmark.documents.page import page
from benchmark.documents.paper import paper
from benchmark.documents.slides import slides
from benchmark.questions.board.changed import publication_before
from benchmark.questions.board.choices import Choices
from benchmark.questions.board.pack import board_pack
from benchmark.store.publication import Publication, open_store
from benchmark.store.publication.past import publication_as_at
from tests.unit.conftest import Run
from tests.unit.questions.board.test_letters import said_of, texts
from tests.unit.questions.country import pillars, some_days_ago, submit

SINCE = datetime.now(UTC).date() - timedelta(2)


@dataclass(frozen=True)
class Days:
    """A store in which fictional trusts returned after a day, and its publications of then and now."""

    settings: Settings
    then: Publication
    now: Publication

    def pack(self, trust: str | None = None, **chosen: object) -> Pack:
        choices = Choices(Scope("DEMO", 2025), trust, since=SINCE, **chosen)
        return board_pack(self.now, choices, earlier=self.then)


@pytest.fixture
def days(own_store: Settings) -> Days:
    some_days_ago(own_store, 5)
    submit(own_store, [*pillars("DEMO1", "Acute", 1.0), *pillars("DEMO2", "Acute", 1.0)])
    return Days(own_store, publication_as_at(own_store, SINCE), open_store(own_store))


def test_a_pack_tells_what_changed(days, run, tmp_path):
    """One store for all that is asked of it: to make one takes longer than every question."""
    _same_in_every_format(days, run)
    _a_trust_is_told_of_itself(days)
    _letters_hide_who_returned(days)
    _short_packs_stay_short(days)
    _a_day_that_cannot_be(days, run, tmp_path)


def _same_in_every_format(days: Days, run: Run) -> None:
    asked = ("changes", "--since", SINCE, "--ics", "DEMO", "--format", "json", "--store", days.settings.store)
    expected = json.loads(run(*asked).out)
    pack = days.pack(sections=("changes", "method"))
    (section,) = [one for one in pack.sections if one.key == "changes"]
    assert section.title.text.startswith(f"Fictional: Since {in_full(SINCE)} ")
    tables = {one.key: one for one in section.blocks if isinstance(one, DataTable)}
    assert {key.replace("-", "_") for key in tables} == {key for key in expected if expected[key]} & {
        table.replace("-", "_") for table in tables
    }
    wanted = {
        (row["trust"], row["scored"], row["score_before"], row["score_after"])
        for row in expected["changed_scores"]
    }
    behind = tables["changed-scores"].behind
    assert behind is not None
    assert {
        (row["trust"], row["scored"], row["score_before"], row["score_after"]) for row in behind.records()
    } == wanted
    cells = tables["changed-scores"].filled.texts()
    assert len(cells) == len(wanted) > 0
    html = lxml.html.fromstring(page(pack).decode())
    shown = [
        [cell.text_content() for cell in row.iter("th", "td")]
        for row in html.xpath("//section[@aria-labelledby='changes']//tbody/tr")
    ]
    slide_rows = [
        [cell.text for cell in row.cells]
        for slide in Presentation(io.BytesIO(slides(pack))).slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]
    assert all(row in shown and row in slide_rows for row in cells)
    assert paper(pack).startswith(b"%PDF")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book(pack))).get_sheet_by_name("changed-scores")
    _, _, heads, *rows = sheet.to_python()
    places = [heads.index(column.title) for column in behind.columns if column.key.startswith("score_")]
    assert {tuple(round(row[place], 3) if row[place] else None for place in places) for row in rows} == {
        (before, after) for _, _, before, after in wanted
    }
    assert ("Compared with", f"{days.then.version}, the end of {in_full(SINCE)} (UTC)") in pack.provenance


def _a_trust_is_told_of_itself(days: Days) -> None:
    (section,) = days.pack("DEMO1", sections=("changes",)).sections
    tables = {one.key: one for one in section.blocks if isinstance(one, DataTable)}
    assert {row[0] for row in tables["changed-scores"].filled.rows} == {
        "Quorrelby University Hospitals NHS Foundation Trust"
    }
    assert not {"changed-verdicts", "changed-sentences"} & {*tables}


def _letters_hide_who_returned(days: Days) -> None:
    pack = days.pack(sections=("changes", "method"), anonymise=True)
    whole = "\n".join(text for file in (slides(pack), page(pack), book(pack)) for text in texts(file))
    assert said_of(days.now, whole, but=None) == []
    assert "A tester" not in whole and ".csv" not in whole


def _short_packs_stay_short(days: Days) -> None:
    six = days.pack(length="six")
    titles = [slide.shapes.title.text for slide in Presentation(io.BytesIO(slides(six))).slides]
    assert len(titles) == 6, titles
    assert "changes" in {one.key for one in six.sections}
    one = days.pack(length="one")
    assert len(Presentation(io.BytesIO(slides(one))).slides) == 1
    assert in_full(SINCE) in page(one).decode()


def _a_day_that_cannot_be(days: Days, run: Run, tmp_path: Path) -> None:
    assert publication_before(days.settings, days.now, None) is None
    with pytest.raises(BenchmarkError, match="is not before"):
        publication_before(days.settings, days.then, SINCE)
    with pytest.raises(UnknownCode, match="Nothing was kept"):
        publication_before(days.settings, days.now, date(2020, 1, 1))
    file = tmp_path / "pack.html"
    asked = ("report", "--ics", "DEMO", "--since", SINCE, "--sections", "changes", "--output", file)
    done = run(*asked, "--address", "https://dash.example/", "--store", days.settings.store)
    assert (done.exit_code, done.err) == (0, "")
    assert "https://dash.example/overview?ics=DEMO" in file.read_text()
