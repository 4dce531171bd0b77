"""A ledger from before comparable scores said what they are compared with says what it always said."""

import json
import shutil
from pathlib import Path

import pytest

from benchmark.common.scope import Scope
from benchmark.core.settings import Settings
from benchmark.questions.progress.measure import progress, progress_of_all_systems
from benchmark.returns.submit.bundled import submit_published
from benchmark.store.backup import backup, restore
from benchmark.store.ledger import connected_ledger, writing
from benchmark.store.ledger.snapshot import INSIDE
from benchmark.store.proof.verify import ledger_checks
from benchmark.store.publication import Publication, open_current
from benchmark.store.publication.publish import publish
from tests.shell import connect_ledger
from tests.unit.questions.country import of_before, overall
from tests.unit.questions.country import submit as submit_rows

TABLES = ("overall_comparable", "icb_overall_comparable")
CHAINED = ("seal", "seal_part", "seal_rows", "chain", "submission_how", "restored_backup")
OF_PEOPLE = ("grant_given", "grant_code", "grant_ended", "sign_ins_revoked", "peers_decided", "event")


def verdicts(publication: Publication) -> str:
    """What the command line would print of every system, and of the demonstration in both of its pairs."""
    found = [progress_of_all_systems(publication, year=2025, footprint=footprint).to_json(double_precision=15)
            for footprint in ("assessed", "current")]  # fmt: skip
    return "\n".join([*found, of_demonstration(publication)])


def of_demonstration(publication: Publication) -> str:
    """What it would print of the demonstration alone."""
    listed = []
    for year in (2024, 2025):
        found = progress(publication, Scope("DEMO", year))
        listed.append(json.dumps([found.verdict.key, found.floor_change, found.ceiling_change, found.slope]))
        listed.append(found.units.to_json(double_precision=15))
    return "\n".join(listed)


@pytest.fixture(scope="module")
def before(publication: Publication) -> str:
    """The same of the shipped store as it is now."""
    return verdicts(publication)


@pytest.fixture(scope="module")
def made_before(
    published_settings: Settings, publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """The shipped store as it was before the column, brought up to date and published."""
    folder = tmp_path_factory.mktemp("before")
    without = shutil.ignore_patterns(INSIDE)
    settings = Settings(store=shutil.copytree(published_settings.store, folder / "store", ignore=without))
    connection = connect_ledger(settings.ledger_file)
    for table in TABLES:
        connection.execute(f"alter table row_{table} drop column compared_with")
    # The column is older than the chain: what was sealed since was not there, and nobody was known.
    for table in (*CHAINED, *OF_PEOPLE):
        connection.execute(f"drop table {table}")
    for column in ("clock_at", "boot", "ran", "subject", "on_behalf"):
        connection.execute(f"alter table entry drop column {column}")
    connection.execute("delete from migration where number >= 5")
    connection.close()
    settings.store_file.unlink()
    shutil.rmtree(settings.publications)  # made by the product of then, so no version of now
    publish(settings)
    return settings


@pytest.fixture
def older(made_before: Settings, data_folder: Path, tmp_path: Path) -> Settings:
    """A copy of it, beside data files that will be taken up once more."""
    for file in data_folder.glob("*/*overall_comparable.csv"):
        file.write_bytes(file.read_bytes() + b"\n")
    return Settings(store=shutil.copytree(made_before.store, tmp_path / "store"), data=data_folder)


def test_says_the_same_when_opened_and_when_the_shipped_files_come_again(older, before):
    opened = publish(older)
    unpaired = "select count(*), count(compared_with) from publication.overall_comparable"
    assert opened.rows(unpaired) == [(570 + 37, 0)]
    assert verdicts(opened) == before
    assert len(submit_published(older)) == len(TABLES) * 2
    again = publish(older)
    assert again.rows(unpaired) == [(570 + 50, 570 + 50)]
    assert verdicts(again) == before
    with connected_ledger(older.ledger_file, read_only=True) as ledger:
        assert [check for check in ledger_checks(ledger) if not check.ok] == []


def test_comes_back_from_a_backup(older, tmp_path):
    shown = publish(older)
    kept = backup(older, tmp_path / "kept.zip").file
    other = Settings(store=tmp_path / "other", data=older.data)
    restore(other, kept)
    assert open_current(other).version == shown.version  # the same content, so the same verdicts


def test_a_correction_of_before_outlives_the_shipped_file_that_comes_again(older, publication):
    corrected = of_demonstration(submit_rows(older, [of_before(2025, "DEMO1", "Acute", 1.25)]))
    assert corrected != of_demonstration(publication)
    submit_published(older)
    assert of_demonstration(publish(older)) == corrected
    # One that names the pair is newer, and goes before it.
    newer = submit_rows(older, [overall(2025, "DEMO1", "Acute", 1.75, compared_with=2024)])
    units = progress(newer, Scope("DEMO", 2025)).units.set_index(["ods_code", "care_setting"])
    assert units.loc[("DEMO1", "Acute"), "score_to"] == 1.75


def test_what_was_withdrawn_makes_no_pair(older):
    submit_rows(older, [of_before(2026, "DEMO1", "Acute", 3.0)])
    with writing(older) as ledger:
        wrong = ledger.submissions()[-1]
        ledger.withdraw(wrong.submission_id, by="A tester", reason="The year is wrong")
    rounds = "select distinct assessment_year from publication.unpaired_rounds where fictional order by 1"
    assert publish(older).rows(rounds) == [(2023,), (2024,), (2025,)]
