"""Packs of real and of made-up systems: a section has something to show, or is named as missing."""

import io
import subprocess

import lxml.html
import pikepdf
import pytest
from PIL import Image
from pptx import Presentation

from benchmark.charts.labels import LINE_PX
from benchmark.charts.theme import CHARACTER_PX
from benchmark.common.scope import Scope, Standard
from benchmark.core.errors import BenchmarkError, UnknownCode
from benchmark.documents.model import Bullets, Chart, DataTable, Grid, Pack, Section
from benchmark.documents.page import page
from benchmark.documents.paper import paper
from benchmark.documents.slides import slides
from benchmark.questions.board.choices import FULL, Choices
from benchmark.questions.board.drawn import PLOT
from benchmark.questions.board.pack import board_pack

SUBJECTS = [("QYG", None), ("QSL", None), ("DEMO", None), ("QYG", "RBS"), ("DEMO", "DEMO1")]


@pytest.mark.parametrize(("ics", "trust"), SUBJECTS)
def test_every_section_has_content_or_is_listed_as_missing(made, ics, trust):
    pack = made(ics, trust)
    shown = {section.key for section in pack.sections}
    assert all(section.title.text and section.blocks for section in pack.sections)
    assert [section.key for section in pack.sections if not section.notes] == ["method"]
    missing = [
        row for table in tables_of(section_of(pack, "missing"), "left-out") for row in table.filled.rows
    ]
    asked_for = {"changes", *(["plan"] if trust is None else [])}
    assert len(shown) + len(missing) == len(FULL["system" if trust is None else "trust"]) - len(asked_for)
    assert bool(pack.fictional) == (ics == "DEMO")
    assert pack.cover.asks
    charts = [block for one in pack.sections for block in one.blocks if isinstance(block, Chart)]
    titles = [one.title.text for one in pack.sections if one.key != "method"]
    titles += [chart.figure.title for chart in charts]
    assert {title.startswith("Fictional: ") for title in titles} == {ics == "DEMO"}


@pytest.mark.office
@pytest.mark.parametrize(("ics", "trust"), [("QYG", "RBS"), ("DEMO", "DEMO1")])
def test_no_page_of_the_pdf_but_the_last_ends_above_its_middle(made, ics, trust, tmp_path):
    """A chart of three quarters of a page left the page before it mostly empty."""
    (tmp_path / "pack.pdf").write_bytes(paper(made(ics, trust)))
    subprocess.run(["pdftoppm", "-r", "24", "-gray", tmp_path / "pack.pdf", tmp_path / "page"], check=True)
    for drawn in map(Image.open, sorted(tmp_path.glob("page-*.pgm"))[:-1]):
        lower = drawn.crop((0, drawn.height // 2, drawn.width, drawn.height * 92 // 100))
        assert min(lower.tobytes()) < 200


def said_in(pack: Pack) -> str:
    """What the first sentences of a pack say below their heading."""
    lists = [block for block in section_of(pack, "summary").blocks if isinstance(block, Bullets)]
    return " ".join(text.text for one in lists for text in one.items)


def section_of(pack: Pack, key: str) -> Section:
    (section,) = (section for section in pack.sections if section.key == key)
    return section


def tables_of(section: Section, key: str) -> list[DataTable]:
    return [block for block in section.blocks if isinstance(block, DataTable) and block.key == key]


@pytest.mark.parametrize("ics", ["QYG", "DEMO"])
def test_the_summary_does_not_say_its_heading_again(made, ics):
    said = said_in(made(ics, sections=("summary",)))
    assert "scores count as below" in said and "materially below level 3." not in said


def test_an_only_return_that_is_its_own_standard_is_named_once(made):
    pack = made("QNQ", sections=("summary",), standard=Standard("ics_best"))
    (ask,) = [ask.text for ask in pack.cover.asks]
    assert ask.startswith(
        "Note that the only return is itself the best of its setting in its system or group, so"
    )
    assert "shows no gap" not in said_in(pack) and "Another standard shows where it stands." in said_in(pack)


@pytest.mark.parametrize("ics", ["QYG", "DEMO"])
def test_bars_of_a_gap_say_what_their_figures_are(section, ics):
    charts = [block for block in section(ics, "gap").blocks if isinstance(block, Chart)]
    assert [chart.drawn.reading for chart in charts] == ["Points below level 3, added up."] * 2


def test_every_title_of_an_undecided_footprint_says_so(made):
    pack = made(Scope("DLN", 2025, "expected"), sections=("grid", "movement"))
    assert [one.title.text.partition(":")[0] for one in pack.sections] == ["Expected, not decided"] * 2


def test_the_rows_of_a_movement_that_count_are_as_many_as_its_title_says(section):
    """An ambulance service that rose stood among them, and nothing said that it does not count."""
    shown = section("DEMO", "movement")
    (trusts,) = tables_of(shown, "trusts")
    rows = [dict(zip(trusts.filled.table.keys, row, strict=True)) for row in trusts.filled.texts()]
    counted = [row for row in rows if row["counted"] == "yes"]
    rose = sum(row["material"] == "yes" and row["change"].startswith("+") for row in counted)
    assert shown.title.text.startswith(f"Fictional: {rose} of {len(counted)} trusts rose")
    assert len(counted) == len(rows) - 1


def test_the_profiles_of_a_trust_say_of_which_care_setting_they_are(section):
    shown = section("QYG", "position", "RBS")
    titles = [block.figure.title for block in shown.blocks if isinstance(block, Chart)]
    assert [title.partition(":")[0] for title in titles] == ["Acute", "Community"]


def test_a_trust_has_the_peers_that_its_page_gives_it(made):
    """The page set Mersey Care's mental health return beside England, the pack beside one: too few to say."""
    said = said_in(made("QYG", "RW4", sections=("summary",)))
    assert "the 49 other mental health returns of England" in said and "too few for a median" not in said


@pytest.mark.parametrize(("ics", "scores"), [("QYG", "One score raises"), ("QUA", "No score raises")])
def test_scores_beside_other_publications_raise_questions(section, ics, scores):
    """ "No score differs from what others say" was more than two statuses and two kinds of records show."""
    assert section(ics, "evidence").title.text == f"{scores} a question beside other publications"


def test_one_gap_and_one_trust_are_spoken_of_as_one(made):
    """The risks said "For 1 of 1 material gap", and the asks went to "the trusts that could help"."""
    pack = made("QRL", standard=Standard("floor", 2.0))
    assert "Ask the trust that could help with 1 gap whether it is willing to." in [
        ask.text for ask in pack.cover.asks
    ]
    assert "For the one material gap a trust of the system could help; whether" in controls_in(pack)


def test_the_risks_count_all_gaps_that_somebody_inside_could_help_with(made):
    """They counted those matched, and not those whose helpers are matched with other gaps already."""
    assert "For 53 of 80 material gaps a trust of the system could help; whether" in controls_in(made("QYG"))


def controls_in(pack: Pack) -> str:
    (table,) = tables_of(section_of(pack, "risks"), "risks")
    return str(table.filled.rows)


def test_the_row_of_the_standard_has_its_levels(section):
    """It had the name of a style in place of each."""
    shown = section("QYG", "grid", standard=Standard("setting_median"))
    (grid,) = (block for block in shown.blocks if isinstance(block, Grid))
    acute = grid.groups[0].rows[0]
    assert acute.head == "Standard"
    assert [cell.text for cell in acute.cells] == ["2.8", "2.6", "2.3", "2.5", "2.1", "2.4", "2.2", "–", "–"]


def test_a_trust_without_a_return_is_described_in_the_singular(made):
    """Its pack gave the system's spend as a reference, and began "One of 1 return" and "No score points"."""
    pack = made("QUY", "RVN")
    assert "Ask for the missing return of 2025: Avon and Wiltshire Mental Health Partnership." in [
        ask.text for ask in pack.cover.asks
    ]
    titles = {section.key: section.title.text for section in pack.sections}
    assert titles["missing"] == "The only return expected for 2025 was not received"
    assert titles["evidence"] == "There is no score yet to set beside other publications"
    (left_out,) = tables_of(section_of(pack, "missing"), "left-out")
    why = dict(left_out.filled.rows)
    assert why["IT spend"].startswith(
        "Avon and Wiltshire Mental Health Partnership NHS Trust has not returned"
    )
    assert why["Since the last round"] == "No return of the trust for 2024 or 2025 is held here."


@pytest.mark.parametrize("length", ["one", "six", "full"])
def test_a_verdict_of_three_trusts_comes_with_what_chance_gives(made, length):
    """A board read that three trusts levelled up, and not how often chance alone gives as much."""
    said = said_in(made("QOC", sections=("summary",), length=length))
    assert "too few to leave one out" in said and "By chance alone, " in said


def test_a_pack_says_why_its_conditions_count_other_gaps_than_its_helpers(made):
    """One of 18 gaps is of a trust that is part of another: nothing said why programmes have 17."""
    scope, sections = Scope("T6Y0W", 2025, "current"), ("summary", "conditions", "helpers", "missing")
    pack = made(scope, standard=Standard(level=2.5), sections=sections)
    text = lxml.html.fromstring(page(pack).decode()).text_content()
    assert "of 18 material gaps" in text and "of 17 material gaps" in text
    why = "1 more score below the standard, of 1 trust that is part of another now, is left out here."
    assert text.count(why) == text.count("which of 17 material gaps") == 2


def test_a_paper_says_once_how_to_cite_it(made):
    for sections in (("summary",), ("summary", "method")):
        pack = made("QSL", sections=sections)
        html = lxml.html.fromstring(page(pack).decode()).text_content()
        assert html.count(pack.citation) == 1, sections


def test_no_name_beside_a_point_covers_another_point(section):
    charts = [block.drawn for block in section("DEMO", "spend").blocks if isinstance(block, Chart)]
    (points,) = (drawn for drawn in charts if drawn.kind == "points")
    (series,) = points.series
    assert points.across.highest is not None and points.across.highest > max(series.across)
    across, down = (PLOT[0] / points.across.highest, PLOT[1] / 4)
    places = [(x * across, y * down) for x, y in zip(series.across, series.values, strict=True) if y]
    for (x, y), (name, side) in zip(places, series.beside, strict=True):
        long = len(name) * CHARACTER_PX
        left = {"right": x, "left": x - long}.get(side, x - long / 2)
        high = {"above": y + 14, "below": y - 14}.get(side, y)
        inside = [at for at in places if left < at[0] < left + long and abs(at[1] - high) < LINE_PX / 2]
        assert not name or [at for at in inside if at != (x, y)] == [], name
    assert sum(bool(name) for name, _ in series.beside) > 4
    assert ("without a name" in points.reading) == ("" in [name for name, _ in series.beside])


def test_a_pack_is_of_what_was_chosen_in_that_order(publication):
    texts = {"risks": "Ours.\nAnd more."}
    pack = board_pack(publication, Choices(Scope("DEMO", 2025), sections=("risks", "summary"), texts=texts))
    assert [section.key for section in pack.sections] == ["risks", "summary"]
    assert [block.words.text for block in pack.sections[0].blocks[:2]] == ["Ours.", "And more."]


@pytest.mark.parametrize(
    ("ics", "trust", "length"),
    [
        *((code, None, length) for code in ("QYG", "QUA") for length in ("one", "six")),
        # Scores in two rounds and three care settings, with the longest names that there are.
        *(("DEMO", trust, "six") for trust in (None, "DEMO1", "DEMO3", "DEMO4")),
        ("QYG", "REM", "six"),
    ],
)
def test_short_packs_are_short(made, ics, trust, length):
    pack = made(ics, trust, length=length)
    assert len(pack.sections) == {"one": 1, "six": 5}[length]
    assert len(Presentation(io.BytesIO(slides(pack))).slides) == {"one": 1, "six": 6}[length]
    assert pack.compact is (length == "one")
    if length == "one":
        assert len(pikepdf.open(io.BytesIO(paper(pack))).pages) == 1


def test_each_audience_has_the_helpers_as_it_asks_for_them(section):
    shown = {}
    for audience in ("board", "trust", "working"):
        helpers = section("QYG", "helpers", audience=audience)
        shown[audience] = [block.key for block in helpers.blocks if isinstance(block, DataTable)]
        of_both = {*shown[audience], *(table.key for table in helpers.behind)}
        assert of_both == {"helpers", "asks", "elsewhere"}
    assert shown == {"board": ["helpers"], "trust": ["asks"], "working": ["helpers", "asks", "elsewhere"]}


def test_a_missing_figure_is_named(made):
    with pytest.raises(UnknownCode, match="no trust of"):
        made("QSL", "RBS")
    with pytest.raises(UnknownCode, match="No plan of"):
        made("DEMO", plan="None such")
    with pytest.raises(BenchmarkError, match="no section"):
        made("QYG", sections=("position",))


def test_a_standard_that_no_trust_has_still_makes_a_pack(made):
    assert "grid" in {section.key for section in made("QSL", standard=Standard("own_target")).sections}
