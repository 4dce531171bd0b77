"""Published data is not taken away: refused before anything is written, or another version stands at once."""

import pytest

from benchmark.core.errors import PublicationRefused, StoreError
from benchmark.core.settings import Settings
from benchmark.returns import check_return, replacing
from benchmark.returns.submit.bundled import submit_published
from benchmark.returns.submit.undo import change_standing
from benchmark.store.ledger import Submission, writing
from benchmark.store.ledger.snapshot import last_entry
from benchmark.store.publication import open_store
from benchmark.store.publication.essentials import expect_enough, is_enough
from benchmark.store.publication.publish import publish
from tests.unit.returns.made import csv_of

SCORES = ("assessment_year", "ods_code", "care_setting", "pillar", "score")


@pytest.fixture
def settings(own_store: Settings) -> Settings:
    return own_store


def listed(settings: Settings) -> dict[str, Submission]:
    with writing(settings) as ledger:
        return {submission.file_name: submission for submission in ledger.submissions()}


def withdraw(settings: Settings, number: int, *, replaced_by: int | None = None) -> None:
    change_standing(settings, number, standing=False, by="A tester", reason="x", replaced_by=replaced_by)


def test_no_published_file_is_withdrawn_and_nothing_is_written(settings):
    before, version = last_entry(settings), open_store(settings).version
    for submission in listed(settings).values():
        if submission.origin == "published":
            with pytest.raises(StoreError, match="is published data, on which the pages rest"):
                withdraw(settings, submission.submission_id)
    assert (last_entry(settings), open_store(settings).version) == (before, version)


def test_what_others_refer_to_is_not_withdrawn_and_nothing_is_written(settings):
    """The demonstration's trusts: no published data, but its scores refer to them."""
    before = last_entry(settings)
    with pytest.raises(StoreError, match=r"Nothing was changed, .* not found in trusts"):
        withdraw(settings, listed(settings)["fictional_trusts.csv"].submission_id)
    assert last_entry(settings) == before


def test_another_version_is_current_from_the_same_moment_on(own_store, data_folder):
    settings = Settings(store=own_store.store, data=data_folder)
    name = "icb_overall_comparable.csv"
    old = listed(settings)[name].submission_id
    file = settings.data / "published" / name
    file.write_bytes(file.read_bytes() + b"\n")
    (new,) = submit_published(settings)
    publish(settings)
    rows = "select count(*) from publication.icb_overall_comparable"
    shown, entry = open_store(settings).rows(rows), last_entry(settings)
    withdraw(settings, new.submission_id, replaced_by=old)
    assert open_store(settings).rows(rows) == shown
    assert last_entry(settings) == (entry or 0) + 2
    with writing(settings) as ledger:
        assert [ledger.submission(n).state for n in (old, new.submission_id)] == ["standing", "withdrawn"]


def test_only_a_version_of_the_same_file_can_replace_it(settings):
    known, before = listed(settings), last_entry(settings)
    for other in ("ics.csv", "fictional_trusts.csv"):
        with pytest.raises(StoreError, match="cannot stand in place of"):
            withdraw(settings, known["trusts.csv"].submission_id, replaced_by=known[other].submission_id)
    assert last_entry(settings) == before


def test_no_return_takes_the_place_of_published_data(settings):
    publication = open_store(settings)
    number = listed(settings)["maturity_scores.csv"].submission_id
    checked = check_return(
        csv_of(SCORES, (2025, "RBS", "Acute", "well_led", 3.0)),
        "scores.csv",
        publication=publication,
        replacing=replacing(settings, publication, [number]),
    )
    assert "it came with the product" in checked.errors[0].message


@pytest.mark.parametrize("name", ["trusts.csv", "maturity_scores.csv"])
def test_an_earlier_withdrawal_in_a_ledger_is_reported_with_what_corrects_it(settings, name):
    """By an older version of the product, which let it happen. That it does is asked below."""
    number = listed(settings)[name].submission_id
    with writing(settings) as ledger:
        ledger.withdraw(number, by="A tester", reason="x")
    hint = f"{number} \\({name}\\).*python -m benchmark restore {number} --reason TEXT"
    try:
        publication = publish(settings)
    except PublicationRefused as error:
        assert name in str(error)
        assert f"restore {number}" in str(error)
    else:
        assert not is_enough(publication)
        with pytest.raises(StoreError, match=hint):
            expect_enough(publication)


def test_several_that_were_withdrawn_are_restored_one_by_one(settings):
    known = listed(settings)
    numbers = [known[name].submission_id for name in ("trusts.csv", "maturity_scores.csv")]
    with writing(settings) as ledger:
        for number in numbers:
            ledger.withdraw(number, by="A tester", reason="x")
    changes = [change_standing(settings, n, standing=True, by="A", reason="back") for n in numbers]
    assert changes[-1].version == open_store(settings).version
    assert is_enough(open_store(settings))
