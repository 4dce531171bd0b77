"""What a publication shows, that it never changes, and that a bad one is never seen."""

import os
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from benchmark.core.errors import PublicationRefused, StoreError
from benchmark.core.settings import Settings
from benchmark.returns import check_return, submit_return
from benchmark.store.ledger import writing
from benchmark.store.publication import Publication, current_version, open_current, publication_file
from benchmark.store.publication.publish import KEEP, publication_version, publish
from tests.unit.store.conftest import Prepared
from tests.unit.store.engines import ON_BOTH
from tests.unit.store.invented import SCORES, TRUSTS, scores, submission, submit, target

pytestmark = pytest.mark.slow


def files(settings: Settings) -> set[str]:
    """What lies in the folder of publications."""
    return {file.name for file in settings.publications.iterdir()}


@pytest.fixture
def published(settings: Settings, prepared: Prepared) -> Publication:
    """What a store without any return shows; its publication is copied, which is quicker than to build it."""
    return open_current(prepared(settings, publish))


class TestWhatStands:
    @ON_BOTH
    def test_the_latest_for_a_key_wins_and_where_it_is_withdrawn_the_one_before_it_shows_again(
        self, settings
    ):
        submit(settings, submission(scores(2.0)), submission(scores(3.0, 4.0)))
        assert publish(settings).rows(SCORES) == [("ZZ1", 3.0), ("ZZ2", 4.0)]
        with writing(settings) as ledger:
            ledger.withdraw(5, by="A tester", reason="wrong file")
        assert publish(settings).rows(SCORES) == [("ZZ1", 2.0)]
        with writing(settings) as ledger:
            ledger.restore(5, by="A tester", reason="right after all")
        assert publish(settings).rows(SCORES) == [("ZZ1", 3.0), ("ZZ2", 4.0)]

    def test_a_restored_submission_takes_its_old_place_not_the_newest(self, settings):
        submit(settings, submission(scores(2.0)), submission(scores(3.0)))
        with writing(settings) as ledger:
            ledger.withdraw(4, by="A tester", reason="")
            ledger.restore(4, by="A tester", reason="")
        assert publish(settings).rows(SCORES) == [("ZZ1", 3.0)]

    def test_rows_without_a_care_setting_share_one_key(self, settings):
        submit(settings, submission([target(3.0)]), submission([target(4.0)]))
        assert publish(settings).rows("select care_setting, target from publication.own_targets") == [
            (None, 4.0)
        ]

    def test_the_publication_lists_current_submissions_and_who_sent_them(self, settings):
        submit(settings, submission(scores(2.0)), submission(scores(3.0)))
        with writing(settings) as ledger:
            ledger.withdraw(4, by="Somebody else", reason="wrong file")
        rows = publish(settings).rows(
            "select submission_id, kind, row_count, submitted_by, note from publication.submissions"
        )
        assert rows == [
            (1, "ics", 1, "A tester", "Invented"),
            (2, "trusts", 3, "A tester", "Invented"),
            (3, "memberships", 3, "A tester", "Invented"),
            (5, "maturity_scores", 1, "A tester", "Invented"),
        ]

    def test_what_came_with_the_product_is_kept_for_who_may_not_see_the_return_in_its_place(self, settings):
        covered = SCORES.replace("maturity_scores", "covered_maturity_scores")
        assert covered != SCORES
        came = replace(submission(scores(2.0, 2.5)), origin="published")
        submit(settings, came)
        found = publish(settings)
        assert found.rows(covered) == found.rows(SCORES) == [("ZZ1", 2.0), ("ZZ2", 2.5)]
        submit(settings, submission(scores(3.0)))
        found = publish(settings)
        assert found.rows(SCORES) == [("ZZ1", 3.0), ("ZZ2", 2.5)]
        assert found.rows(covered) == [("ZZ1", 2.0), ("ZZ2", 2.5)]
        with writing(settings) as ledger:
            ledger.withdraw(4, by="A tester", reason="wrong file")
        found = publish(settings)
        assert found.rows(SCORES) == [("ZZ1", 3.0)]
        assert found.rows(covered) == []


class TestAsAt:
    def test_shows_what_was_current_then_and_never_becomes_current(self, settings):
        (first,) = submit(settings, submission(scores(2.0)))
        submit(settings, submission(scores(3.0)))
        with writing(settings) as ledger:
            ledger.withdraw(4, by="A tester", reason="")
        now = publish(settings)
        then = publish(settings, as_at=first.submitted_at)
        assert then.rows(SCORES) == [("ZZ1", 2.0)]
        assert (then.ledger_entry, then.as_at) == (4, first.submitted_at)
        assert now.rows(SCORES) == [("ZZ1", 3.0)]
        assert current_version(settings) == now.version == open_current(settings).version
        assert publish(settings).version == now.version

    def test_before_the_first_entry_there_is_nothing(self, settings):
        shown = publish(settings, as_at=datetime(2020, 1, 1))
        assert shown.rows("select count(*) from publication.trusts") == [(0,)]
        assert shown.rows("select count(*) from publication.pillars") == [(7,)]

    def test_a_time_with_a_zone_means_the_same_moment(self, settings):
        (first,) = submit(settings, submission(scores(2.0)))
        moment = first.submitted_at.replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=5)))
        assert publish(settings, as_at=moment).version == publish(settings, as_at=first.submitted_at).version

    def test_a_time_to_come_is_refused(self, settings):
        with pytest.raises(StoreError, match="is still to come"):
            publish(settings, as_at=datetime.now(UTC) + timedelta(days=1))

    def test_past_days_are_pruned_among_themselves(self, settings, published, monkeypatch):
        few = 2
        monkeypatch.setattr("benchmark.store.publication.publish.KEEP_PAST", few)
        for day in range(few + 1):
            publish(settings, as_at=datetime(2020, 1, 1) + timedelta(days=day))
        names = files(settings)
        assert f"{published.version}.duckdb" in names
        assert len([name for name in names if name.startswith("asat-")]) == few


class TestVersions:
    def test_the_same_content_has_the_same_version_and_file(self, settings, published):
        before = published.file.stat()
        second = publish(settings)
        assert second.version == published.version
        assert (second.file.stat().st_ino, second.file.stat().st_mtime_ns) == (
            before.st_ino,
            before.st_mtime_ns,
        )

    def test_every_entry_makes_another_version(self, settings, published):
        versions = [published.version]
        submit(settings, submission(scores(2.0)))
        with writing(settings) as ledger:
            versions.append(publication_version(ledger))
            ledger.withdraw(4, by="A tester", reason="")
            versions.append(publication_version(ledger))
            ledger.restore(4, by="A tester", reason="")
            versions.append(publication_version(ledger))
        assert len(set(versions)) == 4
        assert versions == sorted(versions)

    def test_another_definition_of_what_is_built_makes_another_version(
        self, settings, published, monkeypatch
    ):
        monkeypatch.setattr("benchmark.store.publication.publish.definitions_digest", lambda: "another")
        with writing(settings) as ledger:
            assert publication_version(ledger) != published.version

    def test_a_publication_never_changes(self, settings):
        submit(settings, submission(scores(2.0)))
        first = publish(settings)
        before = first.file.read_bytes()
        submit(settings, submission(scores(3.0)))
        second = publish(settings)
        assert first.file.read_bytes() == before
        assert first.rows(SCORES) == [("ZZ1", 2.0)]
        assert second.rows(SCORES) == [("ZZ1", 3.0)]

    def test_the_newest_few_are_kept_and_a_reader_of_a_pruned_one_finishes(self, settings, monkeypatch):
        few = 2
        monkeypatch.setattr("benchmark.store.publication.publish.KEEP", few)
        submit(settings, submission(scores(1.0)))
        first = publish(settings)
        published = [first]
        for i in range(1, few + 1):
            submit(settings, submission(scores(1.0 + i / 10)))
            published.append(publish(settings))
        assert files(settings) == {publication.file.name for publication in published[-few:]}
        assert first.rows(SCORES) == [("ZZ1", 1.0)]

    def test_the_one_in_use_is_kept_however_old_its_file(self, settings, published):
        os.utime(published.file, (0, 0))
        for i in range(KEEP + 2):
            (settings.publications / f"{i}.duckdb").write_bytes(b"")
        publish(settings)
        assert published.file.name in files(settings)


class TestRefused:
    def test_the_one_in_use_stays_when_a_check_fails(self, settings):
        submit(settings, submission(scores(2.0)))
        good = publish(settings)
        stranger = scores(3.0)[0].model_copy(update={"ods_code": "ZZ9"})
        submit(settings, submission([stranger]))
        with pytest.raises(PublicationRefused) as refusal:
            publish(settings)
        assert "maturity_scores: ods_code not found in trusts: ZZ9" in str(refusal.value)
        assert open_current(settings).version == good.version
        assert files(settings) == {good.file.name}
        assert open_current(settings).rows(SCORES) == [("ZZ1", 2.0)]

    def test_withdrawing_what_was_at_fault_lets_publishing_go_on(self, settings):
        submit(settings, submission(scores(2.0)))
        with writing(settings) as ledger:
            ledger.withdraw(2, by="A tester", reason="the trusts' own file")
        with pytest.raises(PublicationRefused, match="ZZ1"):
            publish(settings)
        with writing(settings) as ledger:
            ledger.restore(2, by="A tester", reason="")
        assert publish(settings).rows(SCORES) == [("ZZ1", 2.0)]


class TestAfterACrash:
    """States that a process leaves behind when it is killed; test_kill.py makes them for real."""

    def test_a_pointer_to_a_file_that_is_gone_heals_when_publishing(self, settings, published):
        published.file.unlink()
        submit(settings, submission(scores(2.0)))
        publish(settings)
        assert open_current(settings).rows(SCORES) == [("ZZ1", 2.0)]

    def test_the_same_publication_is_made_again_when_its_file_is_gone(self, settings, published):
        published.file.unlink()
        assert publish(settings).version == published.version
        assert published.file.exists()

    def test_a_built_publication_that_nothing_points_at_is_taken_up(self, settings, published):
        settings.current_pointer.unlink()
        built = published.file.stat().st_mtime_ns
        assert publish(settings).version == current_version(settings) == published.version
        assert published.file.stat().st_mtime_ns == built

    def test_a_spoilt_publication_is_made_again(self, settings):
        with writing(settings) as ledger:
            version = publication_version(ledger)
        file = publication_file(settings, version)
        file.parent.mkdir()
        file.write_bytes(b"spoilt")
        assert publish(settings).rows("select count(*) from publication.trusts") == [(len(TRUSTS),)]

    def test_half_built_files_are_cleared_away_and_nothing_is_left_beside_a_finished_publication(
        self, settings
    ):
        settings.publications.mkdir()
        for name in ("0a.tmp", "0a.tmp.wal"):
            (settings.publications / name).write_bytes(b"half")
        (settings.store / "current.tmp").write_text("half a ver")
        publish(settings)
        assert files(settings) == {f"{current_version(settings)}.duckdb"}
        assert open_current(settings).version == current_version(settings)
        assert sorted(file.name for file in settings.store.iterdir()) == [
            "current",
            "ledger.duckdb",
            "publications",
            "publish.lock",
            "store.json",
            "writer.lock",
        ]


def test_before_the_first_publication_a_reader_learns_what_to_do(empty):
    with pytest.raises(StoreError, match=r"No publication is in use in .*Run: python -m benchmark publish"):
        open_current(empty)


@pytest.mark.usefixtures("published")
def test_publishing_what_is_published_already_is_quick(settings):
    started = time.perf_counter()
    publish(settings)
    assert time.perf_counter() - started < 1.0


def test_a_round_without_a_definition_is_shown_with_its_scores(own_store):
    """Next year's returns come before anybody has written its definition."""
    row = b"assessment_year,ods_code,care_setting,pillar,score\n2026,RBS,Acute,well_led,3.2\n"
    checked = check_return(row, "next.csv", publication=open_current(own_store))
    answers = {question.code: "Yes, it is the next one." for question in checked.questions}
    submit_return(own_store, checked, by="Ada Analyst", note="", answers=answers)
    publication = open_current(own_store)
    found = publication.rows(
        "select ics_code from publication.footprint_memberships "
        "where assessment_year = 2026 and footprint = 'assessed' and ods_code = 'RBS'"
    )
    assert found == [("QYG",)]
