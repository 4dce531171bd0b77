"""What trusts returned of their conditions: the newest return of each section, and never a zero for none."""

from datetime import date
from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from benchmark.common.scope import Scope
from benchmark.core.errors import UnknownCode
from benchmark.questions.conditions.measure import SECTIONS, Conditions, conditions, conditions_of, of_trust
from benchmark.store.publication import Publication
from schemas.conditions import Condition
from tests.unit.questions.conditions import naive_conditions as naive
from tests.unit.questions.conditions.condition_rows import (
    BOARD,
    ROLES,
    SCOPE,
    TRUSTS,
    answer,
    estate,
    frame_of,
    members_of,
    one_return,
    post,
    programme,
)
from tests.unit.questions.country import overall, pillars, publish_country, system, trust
from tests.unit.questions.frames import FEW

FRAMES = ("members", "returned", "board", "capabilities", "posts", "legacy", "programmes")

ROWS = [
    answer("T1A", "accountable_member", "no", year=2023),
    answer("T1A", "accountable_member", "yes", year=2024),
    answer("T1A", "joined_teams", "partly", year=2024),
    answer("T1A", "accountable_member", "no", year=2026),
    answer("T1A", "patient_portal", "no", section="capability"),
    programme("T1A", "Second", "well_led", "idea", priority=2),
    programme("T1A", "First", "safe_practice", "live", priority=1, funding=1_000_000),
    post("T2A", "leadership", 4, 3, 1),
    post("T2A", "cyber_security", 0, 0, 0),
    post("T2A", "Robot minders", 2, 1.5, 1),
    estate("T2A", "servers", 140, 12),
    answer("T3A", "accountable_member", "no"),
    answer("F1AA", "accountable_member", "no"),
]


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return publish_country(
        tmp_path_factory.mktemp("conditions"),
        system("QZ1"),
        system("QZ2"),
        system("QZF", fictional=True),
        *trust("T1A", "QZ1"),
        *trust("T2A", "QZ1"),
        *trust("T3A", "QZ2"),
        *trust("T4A", "QZ1"),
        *trust("T5A", "QZ1", closed_on=date(2022, 3, 31)),
        *trust("F1AA", "QZF", fictional=True),
        *trust("F2AA", "QZ1", fictional=True),
        *pillars("T1A", "Acute", 2.0, 3.0),
        *(overall(year, "T1A", "Acute", 2.0) for year in (2023, 2024, 2026)),
        *ROWS,
        answer("F2AA", "accountable_member", "yes"),
    )


class TestWhatCounts:
    def test_members_are_the_open_trusts_of_the_system(self, country):
        found = conditions(country, SCOPE)
        assert found.members["ods_code"].tolist() == ["T1A", "T2A", "T4A"]

    def test_the_newest_return_of_each_section_up_to_the_round_counts_with_its_round(self, country):
        found = conditions(country, SCOPE)
        listed = {
            (row.ods_code, row.section): None if pd.isna(row.year) else row.year
            for row in found.returned.itertuples()
        }
        assert listed == {
            (code, section): {
                ("T1A", "board_readiness"): 2024,
                ("T1A", "capability"): 2025,
                ("T1A", "programme"): 2025,
                ("T2A", "digital_posts"): 2025,
                ("T2A", "legacy_estate"): 2025,
            }.get((code, section))
            for code in ("T1A", "T2A", "T4A")
            for section in SECTIONS
        }
        assert set(found.board["year"]) == {2024}

    @pytest.mark.parametrize(("year", "said"), [(2023, "no"), (2024, "yes"), (2025, "yes"), (2026, "no")])
    def test_a_later_round_never_reaches_back(self, country, year, said):
        board = conditions(country, Scope("QZ1", year)).board
        assert board.loc[board["item"] == "accountable_member", "answer"].tolist() == [said]

    def test_not_answered_is_not_no(self, country):
        board = conditions(country, SCOPE).board.set_index("item")["answer"]
        assert board["joined_teams"] == "partly"
        assert board["regular_report"] is None
        assert len(board) == 8

    def test_no_other_trust_s_return_is_among_them(self, country):
        found = conditions(country, SCOPE)
        assert set(found.board["ods_code"]) == {"T1A"}
        assert set(conditions(country, Scope("QZF", 2025)).board["ods_code"]) == {"F1AA"}

    def test_programmes_are_in_their_order_of_priority(self, country):
        found = conditions(country, SCOPE).programmes
        assert found["programme"].tolist() == ["First", "Second"]
        assert found["addresses"].tolist() == [True, False]
        assert found["funding"].isna().tolist() == [False, True]

    def test_listed_roles_come_first_and_own_ones_keep_their_name(self, country):
        posts = conditions(country, SCOPE).posts
        assert posts["name"].tolist() == ["Digital leadership", "Cyber security", "Robot minders"]
        assert posts["differs"].tolist() == [False, False, True]
        assert posts["vacancy_rate"].fillna(-1).tolist() == [0.25, -1, 0.5]

    def test_one_trust_of_the_system_is_the_same_as_among_all(self, country):
        found = conditions(country, SCOPE)
        own = of_trust(found, "T2A")
        assert own.members["ods_code"].tolist() == ["T2A"]
        assert own.board.empty and len(own.posts) == 3
        with pytest.raises(UnknownCode, match="T3A"):
            of_trust(found, "T3A")

    def test_an_unknown_system_is_an_error(self, country):
        with pytest.raises(UnknownCode, match="QQQ"):
            conditions(country, Scope("QQQ", 2025))


def test_frames_without_rows_have_the_columns_of_those_with_rows(country):
    empty = conditions_of(frame_of([]), members_of("T1A"), scope=SCOPE)
    full = conditions(country, SCOPE)
    for name in FRAMES:
        assert getattr(empty, name).columns.tolist() == getattr(full, name).columns.tolist(), name


@pytest.fixture(scope="module")
def many_rounds() -> list[Condition]:
    """Answers, posts and programmes of three trusts, some sections left out in some rounds."""
    chance = Random(7)
    rows: list[Condition] = []
    for year in (2022, 2023, 2024, 2025):
        for code in TRUSTS[:3]:
            if chance.random() < 0.6:
                items = chance.sample(BOARD, chance.randint(1, 8))
                rows += [answer(code, item, chance.choice(["yes", "no"]), year=year) for item in items]
            if chance.random() < 0.6:
                rows += [post(code, role, 3, 2, 1, year=year) for role in chance.sample(ROLES, 2)]
            if chance.random() < 0.6:
                names = chance.sample(["Portal", "Records", "Wards"], 2)
                rows += [programme(code, name, "well_led", "live", year=year) for name in names]
    return rows


def test_every_round_keeps_what_the_naive_twin_keeps(many_rounds, tmp_path):
    years = (2022, 2023, 2024, 2025)
    country = publish_country(
        tmp_path,
        system("QZ1"),
        *(row for code in TRUSTS[:3] for row in trust(code, "QZ1")),
        *(overall(year, TRUSTS[0], "Acute", 2.0) for year in years),
        *many_rounds,
    )
    plain = [row.model_dump() for row in many_rounds]
    for year in years:
        found = conditions(country, Scope("QZ1", year))
        board = found.board[found.board["answer"].notna()]
        kept = {
            *_keys(board, "board_readiness", "item"),
            *_keys(found.posts, "digital_posts", "item"),
            *_keys(found.programmes, "programme", "programme"),
        }
        assert kept == {
            (row["ods_code"], row["section"], row["item"], row["assessment_year"])
            for row in naive.newest(plain, year)
        }


def _keys(rows: pd.DataFrame, section: str, item: str) -> set[tuple[str, str, str, int]]:
    columns = zip(rows["ods_code"], rows[item], rows["year"], strict=True)
    return {(code, section, name, int(year)) for code, name, year in columns}


@FEW
@given(one_return(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, random):
    one = conditions_of(frame_of(rows), members_of(*TRUSTS), scope=SCOPE)
    shuffled = sorted(rows, key=lambda _: random.random())
    other = conditions_of(frame_of(shuffled), members_of(*TRUSTS), scope=SCOPE)
    same(one, other)


@FEW
@given(one_return(), st.permutations(TRUSTS))
def test_other_codes_for_the_trusts_change_nothing_but_the_codes(rows, names):
    code = dict(zip(TRUSTS, names, strict=True))
    members = members_of(*TRUSTS)
    one = conditions_of(frame_of(rows), members, scope=SCOPE)
    renamed = [row.model_copy(update={"ods_code": code[row.ods_code]}) for row in rows]
    relabelled = members.assign(ods_code=members["ods_code"].map(code))
    other = conditions_of(frame_of(renamed), relabelled, scope=SCOPE)
    for name in FRAMES:
        before, after = getattr(one, name), getattr(other, name)
        assert_frame_equal(before.drop(columns="ods_code"), after.drop(columns="ods_code"))


def same(one: Conditions, other: Conditions) -> None:
    for name in FRAMES:
        assert_frame_equal(getattr(one, name), getattr(other, name))
