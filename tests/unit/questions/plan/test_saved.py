"""Plans in the ledger: what is saved is what is found, and it can be replaced, withdrawn and shown again."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmark.common.scope import Scope, Standard
from benchmark.core.errors import BenchmarkError, ReturnRefused, UnknownCode
from benchmark.core.settings import Settings
from benchmark.questions.plan.inputs import Plan
from benchmark.questions.plan.saved import plan_rows, save_plan, saved_plan, saved_plans
from benchmark.returns.submit.intake import check_return
from benchmark.returns.submit.submit import csv_of
from benchmark.returns.submit.undo import change_standing
from benchmark.store.publication import Publication, open_current
from tests.unit.questions.country import pillars, submit, system, trust
from tests.unit.questions.plan.plans import PLANS, plan

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("original")
    submit(
        Settings(store=folder),
        [system("QZ1"), system("QZ2"), *trust("T1A", "QZ1"), *pillars("T1A", "Acute", 2.0, 2.0)],
    )
    return folder


@pytest.fixture
def store(original: Path, tmp_path: Path) -> Settings:
    return Settings(store=shutil.copytree(original, tmp_path / "store"))


def save(store: Settings, name: str, made: Plan, *, by: str = "A planner", note: str = "") -> Publication:
    save_plan(store, open_current(store), made, name=name, by=by, note=note)
    return open_current(store)


def test_saved_plans_are_found_as_they_were_with_who_and_when_and_none_is_saved_twice(store):
    made = plan(
        1_234_567_89,
        years=3,
        rule="by_size",
        scale_with_size=True,
        pioneers_share=0.15,
        pioneers_split="by_size",
        costs=(1, 2, 3, 4, 5, 600, 25_000_050),
        standard=Standard("floor", 2.5),
    )
    today = plan(100_00, standard=Standard("ics_best"), scope=Scope("QZ1", 2025, "current"))
    of_another = plan(100_00, standard=Standard("own_target"), scope=Scope("QZ2", 2025))
    save(store, " Level up ", made, note="For the board")
    save(store, "One", today)
    publication = save(store, "One", of_another)  # two systems may share a name
    found = saved_plan(publication, ics_code="QZ1", name="level UP")
    assert (found.name, found.plan) == ("Level up", made)
    assert (found.submitted_by, found.note) == ("A planner", "For the board")
    assert found.submission_id > 0
    for code, own in (("QZ1", today), ("QZ2", of_another)):
        assert saved_plan(publication, ics_code=code, name="One").plan == own
    assert [saved.plan.scope.ics_code for saved in saved_plans(publication)] == ["QZ1", "QZ1", "QZ2"]
    assert len(saved_plans(publication, ics_code="QZ2")) == 1
    with pytest.raises(BenchmarkError, match="One is saved already with these inputs, as number"):
        save(store, "One", today)
    with pytest.raises(UnknownCode, match=r"No plan of QZ1 is called Level. Nearest: Level up"):
        saved_plan(publication, ics_code="QZ1", name="Level")


def test_a_second_plan_of_the_same_name_replaces_the_first_until_it_is_withdrawn(store):
    def stands() -> list[int]:
        return [saved.plan.fund for saved in saved_plans(open_current(store))]

    save(store, "One", plan(100_00))
    number = saved_plan(save(store, "One", plan(200_00)), ics_code="QZ1", name="One").submission_id
    assert stands() == [200_00]
    change_standing(store, number, standing=False, by="A planner", reason="A slip")
    assert stands() == [100_00]
    for fund in (200_00, 100_00):  # each stood before, and can be saved again
        save(store, "One", plan(fund))
        assert stands() == [fund]


@pytest.mark.parametrize(
    ("name", "message"), [("  ", "this one has none"), ("x" * 61, "The plan's name has 61 characters")]
)
def test_a_name_that_no_plan_can_have_is_refused(store, name, message):
    with pytest.raises(BenchmarkError, match=message):
        save(store, name, plan(100_00))


@pytest.mark.parametrize(("name", "by"), [("One", " "), ("=1+1", "A planner")])
def test_nothing_is_saved_without_a_person_or_under_a_formula(store, name, by):
    with pytest.raises(ReturnRefused):
        save(store, name, plan(100_00), by=by)
    assert saved_plans(open_current(store)) == []


def test_without_a_saved_plan_the_answer_says_so(store):
    with pytest.raises(UnknownCode, match="None has been saved yet"):
        saved_plan(open_current(store), ics_code="QZ1", name="One")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Without the letters that UTF-8 read as Windows-1252 is made of: such a name is asked about.
@given(
    PLANS,
    st.text(
        st.characters(categories=["L", "N"], exclude_characters="".join(map(chr, range(0x80, 0x100)))),
        min_size=1,
        max_size=60,
    ),
)
def test_every_plan_passes_the_checks_of_a_return(store, made, name):
    rows = plan_rows(made, name=name)
    checked = check_return(csv_of(rows), "plan.csv", publication=open_current(store), kind="plans")
    assert checked.errors == ()
    assert {question.code for question in checked.questions} <= {"amount_small"}, (
        "which saving a plan answers"
    )
    kept: list[dict[str, Any]] = checked.tables[0].table.drop_columns("line").to_pylist()
    assert kept == [row.model_dump() for row in rows]
