"""`changes`: the same in every format, on a store in which a fictional trust returned between two days."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmark.core.settings import Settings
from benchmark.store.publication import open_store
from benchmark.store.publication.publish import publish
from tests.unit.conftest import Run
from tests.unit.questions.answers import csv_rows
from tests.unit.questions.country import pillars, some_days_ago, submit, system, trust

TODAY = datetime.now(UTC).date()


@pytest.fixture
def few_trusts(tmp_path: Path) -> Settings:
    """A real system and one that is made up, each of a trust."""
    settings = Settings(store=tmp_path / "store")
    submit(
        settings,
        [
            *(system("QAA"), *trust("RA1", "QAA"), *pillars("RA1", "Acute", 2.0, 2.0, 2.0)),
            *(system("DEMO", fictional=True), *trust("DEMO1", "DEMO", fictional=True)),
            *pillars("DEMO1", "Acute", 2.0, 3.0, 3.0),
        ],
    )
    return settings


def test_a_return_is_listed_in_every_format(few_trusts, run):
    some_days_ago(few_trusts)
    before = publish(few_trusts).version
    submit(few_trusts, pillars("DEMO1", "Acute", 1.0))
    asked = ("changes", "--since", TODAY - timedelta(2), "--ics", "demo", "--store", few_trusts.store)
    rows = csv_rows(run(*asked, "--format", "csv").out)
    assert [row["after_value"] for row in rows if row["which"] == "Well Led, Acute, 2025"] == ["1.00"]
    assert {row["fictional"] for row in rows} == {"True"}
    document = json.loads(run(*asked, "--format", "json").out)
    [score] = [row for row in document["changed_scores"] if row["scored"] == "well_led"]
    assert (score["ods_code"], score["score_after"]) == ("DEMO1", 1.0)
    assert len(rows) == sum(len(found) for found in document.values() if isinstance(found, list))
    email = run(*asked, "--email").out.splitlines()
    assert email[0].startswith("Subject: Fictional: ") and not email[0].endswith("now")
    assert len([line for line in email if line.startswith("- ")]) == len(rows)
    _a_publication_is_as_good_as_a_day(few_trusts, run, before, rows)


def _a_publication_is_as_good_as_a_day(
    store: Settings, run: Run, before: str, rows: list[dict[str, str]]
) -> None:
    """The names that papers give: of a publication that stands, of the one in use, and of none here."""
    asked = ("--ics", "demo", "--store", store.store)
    named = run("changes", "--since", before, *asked, "--format", "csv")
    assert csv_rows(named.out) == rows
    assert f"between publication {before} and" in run("changes", "--since", before, *asked, "--email").out
    both = run("changes", "--since", before, "--until", open_store(store).version, *asked, "--format", "csv")
    assert csv_rows(both.out) == rows
    number, _, digest = before.partition("-")
    for name, said in (
        (f"{number}-{digest[::-1]}", "by rules that have changed since"),
        (f"999999-{digest}", "this one has no entry 999999"),
        (f"asat-{before}", "shows a past day"),
        ("yesterday", "is not a day such as"),
    ):
        finished = run("changes", "--since", name, *asked)
        assert finished.exit_code == 2 and said in finished.err, name


def test_without_changes_the_answer_says_so(ask):
    finished = ask("changes", "--since", TODAY)
    assert finished.exit_code == 0 and "Nothing to show." in finished.out
    assert "No trust entered or left a system." in finished.out


def test_options_that_make_no_sense_give_a_sentence(ask):
    early = ask("changes", "--since", "2020-01-01")
    assert early.exit_code == 2 and "Nothing was kept yet on 1 January 2020" in early.err
    assert "leave --format out" in ask("changes", "--since", TODAY, "--email", "--format", "csv").err
