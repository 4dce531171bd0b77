"""The command `report`: slips, and a pack that is issued again after new data."""

import pytest

from benchmark.common.scope import Scope
from benchmark.questions.board.choices import Choices
from benchmark.questions.board.issued import issues, keep
from benchmark.questions.board.pack import board_pack
from benchmark.store.publication import open_current


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (("--ics", "QYG", "--output", "a.docx"), "no pack is made as one"),
        (("--ics", "QYG", "--format", "pdf", "--output", "a.pptx"), "would hold the format pdf"),
        (("--ics", "QYG", "--sections", "position", "--output", "a.pdf"), "no section position"),
        (("--ics", "QYG", "--template", "a.pptx", "--output", "a.pdf"), "A template is for slides"),
        (("--ics", "QYG", "--by", "A. Analyst", "--output", "a.pdf"), "An issue is kept under a name"),
        (("--ics", "QYG", "--text", "summary", "--output", "a.pdf"), "is no text for a section"),
        (("--ics", "QYG", "--template", "none.pptx", "--output", "a.pptx"), "cannot be read"),
        (("--output", "a.pdf"), "Give --ics"),
    ],
)
def test_a_mistake_in_an_option_is_reported_in_words(ask, said, answer):
    done = ask("report", *said)
    assert done.exit_code == 2
    assert answer in done.err
    assert "Traceback" not in done.err


def test_a_pack_keeps_its_choices_and_its_text_and_marks_what_changed(run, own_store, tmp_path):
    for words in ("First.", "Our own words, = with a sign."):  # an issue takes the place of the last one
        publication = open_current(own_store)
        choices = Choices(
            Scope("DEMO", 2025),
            sections=("summary", "gap"),
            name="Public part",
            texts={"summary": words},
            asks=("Note it.",),
        )
        keep(own_store, publication, choices, board_pack(publication, choices), by="A. Analyst")
    (kept,) = issues(open_current(own_store), "DEMO")
    assert kept.choices["texts"] == {"summary": words}
    file, store = tmp_path / "again.html", ("--store", own_store.store)
    report = ("report", "--ics", "DEMO", "--name", "public PART", "--output", file, *store)
    assert f"Since the issue of {kept.day}: 1 change, marked." in run(*report, "--ask", "Note all.").err
    domains = ("board_ownership", "digital_strategy", "funding_and_benefits", "work_with_partners")
    lines = [f"2025,DEMO1,Acute,well_led,{domain},1" for domain in domains]
    scores = tmp_path / "scores.csv"
    scores.write_text("\n".join(["assessment_year,ods_code,care_setting,pillar,domain,score", *lines]))
    said = ("published_replaced=Yes", "score_jump=Yes", "standing_moved=Yes")
    answers = [word for one in said for word in ("--answer", one)]
    assert run("submit", str(scores), "--by", "A. Analyst", "--note", "New", *answers, *store).exit_code == 0
    done = run(*report)
    assert done.exit_code == 0
    html = file.read_text()
    assert words in html
    assert "Note it." in html
    assert html.count("<h2") == 2
    assert "[changed; it was: " in html
    assert "<strong>Marked:</strong> what changed since the issue of " in html
    assert "Since the issue of" in done.err
    assert "What the board is asked and your own words stand as written for the issue of" in done.err
