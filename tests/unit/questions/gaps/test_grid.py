"""The grid as a table that a person, a screen reader and a sanitiser can read."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pandas as pd
import pytest

from benchmark.charts.distance import step_of
from benchmark.charts.figure import HtmlFigure
from benchmark.charts.markup import style_sheet
from benchmark.charts.theme import setting_order
from benchmark.common.completeness import completeness
from benchmark.common.scope import Scope, Standard
from benchmark.core.columns import Filled
from benchmark.core.errors import UnknownCode
from benchmark.questions.gaps.grid import NO_MISSING, grid
from benchmark.questions.gaps.measure import Gaps, gaps
from benchmark.questions.gaps.words import reach_message
from benchmark.store.publication import Publication
from tests.unit.questions import naive
from tests.unit.questions.figures_made import PILLARS, made_gaps

PLAIN_TAGS = {
    "div", "ul", "li", "span", "table", "caption", "thead", "tbody", "tr", "th", "td", "a",
}  # fmt: skip


@dataclass
class Cell:
    tag: str
    attributes: dict[str, str | None]
    text: str = ""

    @property
    def classes(self) -> list[str]:
        return (self.attributes.get("class") or "").split()


@dataclass
class Table(HTMLParser):
    """The rows of the grid, its tags and its attributes, as a browser would find them."""

    rows: list[list[Cell]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    caption: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append(Cell(tag, dict(attrs)))
        elif tag == "a":
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "caption" in self.open:
            self.caption += data
        elif {"td", "th"} & set(self.open):
            self.rows[-1][-1].text += data


def read(figure: HtmlFigure) -> Table:
    table = Table()
    table.feed(str(figure.html))  # not Markup, whose pieces would escape what they are compared with
    table.close()
    assert table.open == []
    return table


def drawn(found: Gaps, *, sort: str = "name", missing: pd.DataFrame = NO_MISSING) -> HtmlFigure:
    return grid(found, sort=sort, trust_link=lambda code: f"/trust?trust={code}", missing=missing)


def missing_rows(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["ods_code", "trust", "care_setting"])


def unit_rows(table: Table) -> list[list[Cell]]:
    return [row for row in table.rows if row[0].attributes.get("scope") == "row"]


def names(table: Table) -> list[str]:
    return [row[0].text for row in unit_rows(table)]


@pytest.fixture(scope="module")
def merseyside(publication: Publication) -> Gaps:
    return gaps(publication, Scope("QYG", 2025), Standard())


def test_every_return_has_its_scores_in_its_row(merseyside):
    rows = unit_rows(read(drawn(merseyside)))
    scores = merseyside.rows.pivot(index=["care_setting", "trust"], columns="pillar", values="score")
    assert len(rows) == len(scores) == 22
    for row in rows:
        candidates = scores.xs(row[0].text, level="trust")[list(PILLARS)].to_numpy().tolist()
        figures = [float(cell.text.split(",")[0].lstrip("▼▲•")) for cell in row[1:8]]
        assert figures in candidates


def test_each_cell_says_its_distance_in_class_sign_and_words(merseyside):
    setting = ""
    for row in read(drawn(merseyside)).rows[1:]:
        if row[0].attributes.get("scope") == "rowgroup":
            setting = row[0].text.partition(" ")[0]
            continue
        for pillar, cell in zip((*PILLARS, "overall"), row[1:9], strict=True):
            figures, words = cell.text.split(", ", 1)
            if pillar != "overall":
                least = naive.more_than_one_answer(setting.replace("Mental", "Mental Health"), pillar)
                step = step_of(float(figures.lstrip("▼▲•")) - 3, material=float(least))
                assert f"is-{step.key}" in cell.classes
                assert figures.startswith(step.sign)
            assert words.endswith("level 3")


def test_as_many_cells_are_drawn_below_as_every_sentence_counts(merseyside):
    cells = [cell for row in unit_rows(read(drawn(merseyside))) for cell in row[1:8]]
    below = sum("is-below" in cell.classes or "is-far_below" in cell.classes for cell in cells)
    assert below == merseyside.summary.below


def test_the_mean_gap_closes_the_row(merseyside):
    rows = unit_rows(read(drawn(merseyside, sort="gap")))
    expected = merseyside.by_unit.groupby("care_setting")["gap_mean"].apply(
        lambda own: sorted(own.round(2), reverse=True)
    )
    found = [float(row[9].text) for row in rows]
    assert found == pytest.approx([*expected["Acute"], *expected["Mental Health"], *expected["Community"]])


def test_rows_are_grouped_by_care_setting_with_their_number(merseyside):
    table = read(drawn(merseyside))
    groups = [row[0].text for row in table.rows if row[0].attributes.get("scope") == "rowgroup"]
    assert groups == ["Acute 12 returns", "Mental Health 2 returns", "Community 8 returns"]
    assert table.tags.count("tbody") == 3


def test_columns_and_caption_are_headed(merseyside):
    figure = drawn(merseyside)
    table = read(figure)
    head = table.rows[0]
    assert [cell.attributes["scope"] for cell in head] == ["col"] * 10
    assert [cell.text for cell in head][:3] == ["Trust", "Well Led", "Smart Foundations"]
    assert table.caption == figure.title == reach_message(merseyside)


UNEVEN = {
    ("T1A", "Acute"): [3.0, 4.0, 2.0, 3.0, 3.0, 3.0, 3.0],
    ("T2A", "Acute"): [3.0, 4.0, 1.0, 3.0, 3.0, 3.0, 3.0],
    ("T3A", "Acute"): [1.0, 4.0, 3.0, 1.0, 3.0, 3.0, 3.0],
    ("T4A", "Community"): [2.0, 4.0, 1.0, 3.0, 3.0, 3.0, 3.0],
}


@pytest.mark.parametrize(
    ("sort", "order", "sorted_column"),
    [
        ("name", ["Trust T1A", "Trust T2A", "Trust T3A", "Trust T4A"], 0),
        ("gap", ["Trust T3A", "Trust T2A", "Trust T1A", "Trust T4A"], 9),
        ("safe_practice", ["Trust T2A", "Trust T1A", "Trust T3A", "Trust T4A"], 3),
        ("smart_foundations", ["Trust T1A", "Trust T2A", "Trust T3A", "Trust T4A"], 2),
    ],
)
def test_each_order_holds_within_its_care_setting(sort, order, sorted_column):
    table = read(drawn(made_gaps(UNEVEN), sort=sort))
    assert names(table) == order
    assert [place for place, cell in enumerate(table.rows[0]) if "aria-sort" in cell.attributes] == [
        sorted_column
    ]


def test_an_order_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(UnknownCode, match="safe_practice"):
        drawn(made_gaps(UNEVEN), sort="rank")


def test_hostile_names_come_out_as_text():
    nasty = '<script>alert("x")</script>"\' onmouseover=alert(1) & Co'
    found = made_gaps({("T1A", "Acute"): [2.0] * 7}, names={"T1A": nasty})
    figure = grid(
        found,
        sort="name",
        trust_link=lambda code: '/trust?trust="><img src=x onerror=alert(1)>',
        missing=missing_rows(("T9A", "<b>bold</b>", None)),
    )
    table = read(figure)
    assert names(table) == [nasty, "<b>bold</b>"]
    assert set(table.tags) == PLAIN_TAGS
    assert not any(name.startswith("on") for name in table.names)
    assert "<script" not in figure.html and "<img" not in figure.html and "<b>" not in figure.html


def test_a_trust_leads_to_its_page(merseyside):
    links = read(drawn(merseyside)).links
    assert set(links) == {f"/trust?trust={code}" for code in merseyside.by_unit["ods_code"]}


def test_nothing_folds_away_but_the_form_of_a_name():
    found = made_gaps({("T1A", "Acute"): [2.0] * 7}, names={"T1A": "The Walton Centre NHS Foundation Trust"})
    figure = drawn(found)
    assert "mg-fold" not in figure.html
    assert names(read(figure)) == ["The Walton Centre NHS Foundation Trust"]
    assert '<span class="gg-form">The </span>Walton Centre<span class="gg-form"> NHS Fou' in figure.html
    style = style_sheet("surfaces/web/style.css")
    assert ".gg .gg-form { display: none; }" in style.split("@container (max-width: 760px)")[1]


def test_in_little_room_a_name_keeps_what_it_is_called_now():
    name = "Warrington and Halton Teaching Hospitals NHS Foundation Trust (now North Cheshire and Mersey)"
    figure = drawn(made_gaps({("T1A", "Acute"): [2.0] * 7}, names={"T1A": name}))
    assert names(read(figure)) == [name]
    without_form = re.sub(r'<span class="gg-form">.*?</span>', "", figure.html)
    assert ">Warrington and Halton Teaching Hospitals (now North Cheshire and Mersey)</a>" in without_form


def test_a_missing_return_is_named_hatched_and_last_of_its_setting():
    missing = missing_rows(
        ("T0A", "A trust", "Acute"), ("T9A", "Another trust", None), ("T8A", "Third trust", "Ambulance")
    )
    figure = drawn(made_gaps(UNEVEN), missing=missing)
    table = read(figure)
    assert names(table) == [
        "Trust T1A",
        "Trust T2A",
        "Trust T3A",
        "A trust",
        "Trust T4A",
        "Third trust",
        "Another trust",
    ]
    for row in unit_rows(table):
        if row[0].text in {"A trust", "Third trust", "Another trust"}:
            assert [cell.text for cell in row[1:]] == ["no return"]
            assert "mg-none" in row[1].classes and row[1].attributes["colspan"] == "9"
    groups = [row[0].text for row in table.rows if row[0].attributes.get("scope") == "rowgroup"]
    assert groups == [
        "Acute 3 returns, 1 missing",
        "Community 1 return",
        "Ambulance 1 missing",
        "Care setting not known 1 missing",
    ]
    assert "3 expected returns missing" in figure.alt
    assert isinstance(figure.table, Filled)
    assert figure.table.frame()["Return"].tolist() == ["returned"] * 4 + ["no return"] * 3


def test_the_return_that_is_missing_from_2025_is_in_its_system(publication):
    scope = Scope("QUY", 2025)
    states = completeness(publication, scope)
    figure = drawn(gaps(publication, scope, Standard()), missing=states[states["state"] == "missing"])
    assert names(read(figure))[-1] == "Avon and Wiltshire Mental Health Partnership NHS Trust"


def test_standards_that_differ_by_setting_are_in_its_header(publication):
    found = gaps(publication, Scope("QYG", 2025), Standard("setting_median"))
    table = read(drawn(found))
    for row in table.rows[1:]:
        if row[0].attributes["scope"] == "rowgroup":
            setting = next(name for name in setting_order() if row[0].text.startswith(name))
            own = found.rows[found.rows["care_setting"] == setting]
            expected = own.groupby("pillar")["standard"].first()
            # A median between two tenths is written as it is: cells are held to it, not to what it rounds to.
            assert [float(cell.text) for cell in row[1:8]] == pytest.approx([*expected[[*PILLARS]]])


def test_a_pillar_without_a_target_keeps_its_score_without_a_colour():
    targets = {pillar: (3.0 if pillar == "well_led" else None) for pillar in PILLARS}
    found = made_gaps(UNEVEN, standard=Standard("own_target"), held_to=targets)
    assert "no colour: no target of its own" in drawn(found).html
    for row in unit_rows(read(drawn(found))):
        assert any(name.startswith("is-") for name in row[1].classes)
        assert all(cell.text.endswith("no standard") and cell.classes[0] == "mg-n" for cell in row[2:8])
        assert row[8].text.endswith("no standard")


def test_returns_stay_in_the_grid_when_no_trust_has_a_target():
    figure = drawn(made_gaps(UNEVEN, standard=Standard("own_target"), held_to=dict.fromkeys(PILLARS, None)))
    table = read(figure)
    assert len(unit_rows(table)) == 4
    assert figure.title == "No trust here has set a target of its own"
    assert "far below" not in figure.html and "no colour" not in figure.html


def test_without_any_return_the_grid_shows_who_is_missing():
    figure = drawn(made_gaps({}), missing=missing_rows(("T9A", "A trust", None)))
    assert names(read(figure)) == ["A trust"]
    assert figure.title == "No pillar scores for this round"


def test_the_grid_asks_for_nothing_from_elsewhere():
    figure = drawn(made_gaps(UNEVEN))
    assert "url(" not in figure.html and "http" not in figure.html and "@import" not in figure.html
