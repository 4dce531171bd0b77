"""The tables of conditions: each trust in its row, each cell in words, nothing hidden or hostile in them."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from markupsafe import escape

from benchmark.charts.distance import STEPS
from benchmark.charts.figure import HtmlFigure
from benchmark.charts.markup import style_sheet
from benchmark.charts.theme import contrast
from benchmark.common.subject import FICTIONAL_SOURCE, Subject
from benchmark.core.columns import Filled
from benchmark.questions.conditions.grids import answers_grid, coverage_grid, legacy_grid, programmes_table
from benchmark.questions.conditions.measure import RETURNS, of_trust
from benchmark.questions.conditions.profile import answers_profile, coverage_profile, legacy_profile
from benchmark.questions.conditions.table import SOFT_HYPHEN, breakable, share_cell
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.downloads import Download
from benchmark.surfaces.web.pictures import Picture
from tests.unit.questions.conditions.condition_made import NASTY, ROWS, covered, found
from tests.unit.questions.conditions.condition_rows import programme
from tests.unit.questions.gaps.test_grid import PLAIN_TAGS, Cell, Table, read

Draw = Callable[[], HtmlFigure]
OTHERS = ("T1A", "T2A", "T3A")


def link(code: str) -> str:
    return f'/conditions?focus={code}&x="<i>'


def draw_coverage() -> HtmlFigure:
    return coverage_grid(covered(found()), trust_link=link)


DRAWN: dict[str, Draw] = {
    "coverage": draw_coverage,
    "board": lambda: answers_grid(found(), "board_readiness", trust_link=link),
    "capability": lambda: answers_grid(found(), "capability", trust_link=link),
    "legacy": lambda: legacy_grid(found(), trust_link=link),
    "legacy banded": lambda: legacy_grid(found(banded=OTHERS), trust_link=link),
    "programmes": lambda: programmes_table(found(), trust_link=link),
    "coverage of one": lambda: coverage_profile(covered(of_trust(found(), "T1A"))),
    "board of one": lambda: answers_profile(found(), "board_readiness", "T1A"),
    "legacy of one": lambda: legacy_profile(found(), "T2A"),
    "nothing": lambda: answers_grid(found([]), "board_readiness", trust_link=link),
}


def frame_behind(figure: HtmlFigure) -> pd.DataFrame:
    """The figure's table as its file has it."""
    assert isinstance(figure.table, Filled)
    return figure.table.frame()


def body(table: Table) -> list[list[Cell]]:
    return [row for row in table.rows if row and row[0].attributes.get("scope") in {"row", "rowgroup"}]


def by_name(table: Table) -> dict[str, list[str]]:
    return {row[0].text: [cell.text for cell in row[1:]] for row in body(table)}


@pytest.mark.parametrize("name", DRAWN)
def test_each_is_a_plain_table_with_words_and_a_table_behind(name):
    figure = DRAWN[name]()
    table = read(figure)
    assert set(table.tags) <= PLAIN_TAGS | {"strong", "tfoot"}
    assert not any(attribute.startswith("on") for attribute in table.names)
    assert "<script" not in figure.html and "<i>" not in figure.html
    assert table.caption == figure.title and not figure.title.endswith(".")
    assert figure.alt.endswith(".") and figure.title in figure.alt
    assert name == "programmes" or "elf-assessed" in figure.subtitle
    columns = frame_behind(figure).columns
    assert len(set(columns)) == len(columns)
    assert all(column[0].isupper() and "_" not in column for column in columns)
    assert "url(" not in figure.html and "http" not in figure.html


@pytest.mark.parametrize("name", DRAWN)
def test_the_subject_of_a_figure_is_stamped_where_it_is_rendered(name):
    subject = Subject("QZ1", "Marshland", fictional=True, when="2025").on(line=RETURNS)
    shown = parts.html_figure(DRAWN[name](), key=name, subject=subject, file_name="held")
    assert '<h3 class="figure-title">Fictional: ' in shown.text
    assert f"Source: {escape(FICTIONAL_SOURCE)}" in shown.text and escape(RETURNS) not in shown.text
    file, picture = shown.keeps
    assert isinstance(file, Download) and file.file_name == "fictional-held-QZ1-2025.csv"
    assert isinstance(picture, Picture) and picture.file_name == "fictional-held-QZ1-2025"
    assert set(file.frame["Fictional"]) <= {"yes"}


def test_a_gap_has_its_size_and_what_is_done_in_words():
    rows = by_name(read(draw_coverage()))
    assert list(rows) == ["Trust T1A", "Trust T2A", "Trust T3A"]
    first = rows["Trust T1A"]
    assert first[0] == "1.0 addressed"
    assert first[2] == "1.5 not running"
    assert "no material gap" in first[5]
    assert first[-1].startswith("1 of 2") and "Safe Practice 1.5" in first[-1]


def test_a_trust_that_returned_no_programmes_is_not_known_and_never_open():
    figure = draw_coverage()
    second = by_name(read(figure))["Trust T2A"]
    assert "not known" in second[0] and second[-1] == "not known: 1\N{NO-BREAK SPACE}gap Well Led 0.5"
    assert figure.title == "1 of 2 material gaps to level 3 has no programme that addresses it"
    assert frame_behind(figure)["What is done"].tolist() == ["addressed", "not running", "not known"]


@pytest.mark.parametrize("section", ["board_readiness", "legacy_estate", "programme"])
def test_trusts_are_in_the_order_of_the_names_that_are_shown(section):
    names = {"T1A": "The Zennor NHS Trust", "T2A": "The Elm NHS Trust", "T3A": "Oak NHS Trust"}
    own = found()
    own = replace(own, returned=own.returned.assign(trust=own.returned["ods_code"].map(names)))
    drawn = {
        "board_readiness": lambda: answers_grid(own, "board_readiness", trust_link=link),
        "legacy_estate": lambda: legacy_grid(own, trust_link=link),
        "programme": lambda: programmes_table(own, trust_link=link),
    }[section]()
    shown = [row[0].text for row in body(read(drawn)) if "All" not in row[0].text]
    assert [name.split(" return")[0] for name in shown] == ["Elm", "Oak", "Zennor"]


def test_a_trust_without_a_score_has_no_gap_that_is_known_rather_than_none():
    own = covered(of_trust(found(), "T3A"))
    figure = coverage_profile(own)
    assert figure.title == "No score of 2025 that can be held to level 3"
    assert "no score in this round" in figure.html
    some = coverage_profile(covered(of_trust(found(), "T2A"), level=2.0))
    assert some.title == "No material gap to level 2"


def test_a_pillar_without_a_score_looks_different_from_one_without_a_gap():
    cells = by_name(read(draw_coverage()))["Trust T1A"]
    assert cells[1].strip() == "no standard" and "no gap" not in cells[1]


def test_a_trust_without_scores_keeps_a_row_that_says_so():
    assert by_name(read(draw_coverage()))["Trust T3A"] == [
        "no score for 2025 that can be held to the standard"
    ]


def test_the_round_of_an_earlier_return_is_beside_the_trust():
    figure = answers_grid(found(), "board_readiness", trust_link=link)
    assert [row[0].text for row in body(read(figure))][:3] == [
        "Trust T1A",
        "Trust T2A return of 2024",
        "Trust T3A",
    ]


def test_an_answer_is_its_word_and_no_answer_is_not_no():
    rows = by_name(read(answers_grid(found(), "board_readiness", trust_link=link)))
    assert rows["Trust T1A"][0] == "yes" and rows["Trust T1A"][4] == "no"
    assert rows["Trust T1A"][1] == "– not answered"
    assert rows["Trust T1A"][-1] == "1, 0, 1 6 not answered"
    assert rows["Trust T3A"] == ["no return"]
    assert rows["All: yes, partly, no"][0] == "1, 1, 0"


def test_a_share_has_its_counts_and_other_groups_a_column():
    rows = by_name(read(legacy_grid(found(), trust_link=link)))
    assert rows["Trust T1A"][0] == "10.0% 10 of 100"
    assert rows["Trust T2A"][-2] == "0.0% 0 of 3"
    assert rows["Trust T2A"][-1] == "37.7% 20 of 53"
    assert rows["Trust T1A"][1] == "– not returned"


def test_restricted_figures_are_bands_in_the_grid_the_profile_and_the_file():
    for figure in (
        legacy_grid(found(banded=OTHERS), trust_link=link),
        legacy_profile(found(banded=OTHERS), "T2A"),
    ):
        text = figure.html + figure.title + figure.alt + frame_behind(figure).to_csv()
        assert "20 to 49" in text and "50 to 99" in text
        assert "53" not in text and "37.7" not in text
        assert "restricted" in figure.title
    own = legacy_profile(found(banded=("T2A", "T3A")), "T1A")
    assert "10 of 100" in own.html and "restricted" in own.html


def test_programmes_are_in_the_trust_s_order_with_their_funding():
    figure = programmes_table(found(), trust_link=link)
    rows = [[cell.text for cell in row] for row in read(figure).rows[1:]]
    assert rows[0][1].startswith(f"1. {NASTY}") and rows[0][-2:] == ["paused", "£4,000"]
    assert rows[1][0].startswith("2. Records") and rows[1][-2:] == ["live", "£2.5m"]
    assert rows[2:] == [["Trust T2A", "no return"], ["Trust T3A", "no return"]]
    assert figure.title == "1 of 2 programmes is in procurement, in delivery or live"


def test_a_programme_without_funding_is_not_stated_rather_than_zero():
    figure = programmes_table(found([programme("T1A", "Idea", "well_led", "idea")]), trust_link=link)
    assert "not stated" in figure.html and "£0" not in figure.html


def test_one_trust_is_shown_beside_all_of_its_system():
    rows = by_name(read(answers_profile(found(), "board_readiness", "T1A")))
    assert rows["A voting member of the board is accountable for digital"] == ["yes", "1 yes, 1 partly"]
    assert rows["Clinical, operational and digital teams plan together"] == ["no", "1 no, 1 not answered"]
    groups = by_name(read(legacy_profile(found(), "T2A")))
    assert groups["Servers"] == ["40.0% 20 of 50", "20.0% 2 trusts"]
    assert groups[NASTY][1] == "0.0% 1 trust"
    assert groups["Whole estate"] == ["37.7% 20 of 53", "19.6% 2 trusts"]
    older = answers_profile(found(), "board_readiness", "T2A")
    assert older.subtitle.startswith("Its newest return is of 2024.")


def test_a_narrow_screen_keeps_the_trust_and_its_sum():
    table = read(draw_coverage())
    for row in [table.rows[0], *body(table)[:2]]:
        assert [place for place, cell in enumerate(row) if "mg-fold" not in cell.classes] == [0, 8]
    narrow = style_sheet("surfaces/web/style.css").split("@container (max-width: 760px)")[1]
    assert ".cg .cg-narrow, .pt .pt-line { display: block; }" in narrow


@pytest.mark.parametrize(("share", "width"), [(0.0, 0), (0.123, 12.3), (1.0, 100), (1.7, 100), (-1.0, 0)])
def test_a_bar_stays_within_its_cell(share, width):
    assert share_cell(share * 1000, 1000).width == width


def test_long_words_of_a_heading_part_before_their_ending():
    shown = breakable("Live operational dashboards").replace(SOFT_HYPHEN, "|")
    assert shown == "Live opera|tional dash|boards"
    assert breakable("Patient portal") == "Patient portal"


def test_text_on_every_ground_can_be_read():
    grounds = {step.background: step.text for step in STEPS} | {"#DCE8F3": "#212B32"}
    assert all(contrast(ground, text) >= 4.5 for ground, text in grounds.items())
    assert contrast("#EEF1F3", "#425563") >= 4.5


def test_rows_of_the_fixture_are_what_the_tests_say():
    assert len({(row.ods_code, row.section, row.item) for row in ROWS}) == len(ROWS)
