"""Readers of a publication: what they see is whole, whatever is being published meanwhile."""

import gc
import shutil
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from benchmark.core.errors import StoreError
from benchmark.core.moments import utc_now
from benchmark.core.settings import Settings
from benchmark.store.ledger import writing
from benchmark.store.proof.verify import verify
from benchmark.store.publication import Publication, open_current, open_file, per_publication
from benchmark.store.publication.kept import NEWEST, PAST_DAYS
from benchmark.store.publication.publish import publish
from benchmark.store.publication.rights import Rights
from benchmark.store.publication.view import restricted
from benchmark.store.storage.lock import PUBLISHING, held
from tests.apart import Apart, Ended
from tests.unit.store.conftest import Prepared
from tests.unit.store.invented import TRUSTS, scores, submission, submit, submit_each

WRITERS, EACH = 6, 3
READERS, SWAPS = 6, 5
WAITING = 3
PAUSE = 0.1
"""Seconds between a thread's reads: without any, the readers leave the writer no processor."""


@pytest.fixture
def published(settings: Settings, prepared: Prepared) -> Publication:
    """What a store without any return shows."""
    return open_current(prepared(settings, publish))


def test_a_file_is_opened_once(settings, published):
    assert open_current(settings) is open_current(settings) is open_file(published.file)


def test_an_answer_is_worked_out_once_for_the_same_content_in_whichever_store(settings, published, tmp_path):
    asked = []

    @per_publication
    def newest(publication: Publication, year: int) -> int:
        asked.append((publication.version, year))
        return publication.ledger_entry + year

    first = published
    copy = open_current(Settings(store=shutil.copytree(settings.store, tmp_path / "copy")))
    assert (copy.version, copy.file != first.file) == (first.version, True)
    assert newest(first, 1) == newest(copy, 1) == first.ledger_entry + 1
    assert newest(copy, 2) == newest(first, 2) == first.ledger_entry + 2
    submit(settings, submission(scores(2.0)))
    later = publish(settings)
    assert newest(later, 1) == first.ledger_entry + 2
    assert asked == [(first.version, 1), (first.version, 2), (later.version, 1)]


def test_what_is_remembered_goes_with_publications_that_are_no_longer_shown(settings):
    @per_publication
    def worked_out(publication: Publication) -> set[str]:
        return {publication.version}

    seen = []
    for number in range(NEWEST + 1):
        submit(settings, submission(scores(2.0 + number / 10)))
        shown = publish(settings)
        seen.append([*map(weakref.ref, (shown, restricted(shown, Rights(())), worked_out(shown)))])
    past = replace(shown, as_at=utc_now())
    for number in range(PAST_DAYS + 1):
        day = replace(past, version=f"asat-{number}", file=shown.file.with_name(f"asat-{number}.duckdb"))
        seen.append([weakref.ref(worked_out(day))])
    del shown
    gc.collect()
    gone = [{one() is None for one in of_one} for of_one in seen]
    assert gone == [{True}] + [{False}] * NEWEST + [{True}] + [{False}] * PAST_DAYS


def test_parameters_are_bound_not_pasted(published):
    found = published.rows("select $text", text="'; drop table trusts; --")
    assert found == [("'; drop table trusts; --",)]


def test_a_reader_cannot_change_it(published):
    with pytest.raises(Exception, match="read-only mode"):
        published.rows("delete from publication.trusts")


def test_a_query_reads_the_publication_and_no_other_file(published, tmp_path):
    (tmp_path / "other.csv").write_text("a\n1\n")
    with pytest.raises(Exception, match="disabled by configuration"):
        published.rows(f"select * from read_csv('{tmp_path.name}/other.csv')")


def test_a_variable_of_ours_is_not_taken_for_a_table(published):
    with pytest.raises(Exception, match="parameters does not exist"):
        published.rows("select * from parameters")


def test_a_missing_file_and_a_file_that_is_no_publication_are_distinguished(settings):
    with pytest.raises(FileNotFoundError):
        open_file(settings.store / "gone.duckdb")
    with pytest.raises(StoreError, match=r"cannot be read.*Run: python -m benchmark publish"):
        open_file(settings.ledger_file)


def test_readers_see_whole_publications_while_others_are_swapped_in(settings):
    """All scores of a publication are of one return, that of its own ledger entry, never of two."""
    submit(settings, submission(scores(1.0, 1.0, 1.0)))
    publish(settings)
    done, seen, wrong = threading.Event(), set(), []

    def read() -> int:
        reads = 0
        while not done.wait(PAUSE):
            publication = open_current(settings)
            values = {score for (score,) in publication.rows("select score from publication.maturity_scores")}
            position = publication.rows("select max(ledger_entry) from publication.publication")
            frame = publication.frame("select count(*) as n from publication.trusts")
            if (
                len(values) != 1
                or position != [(publication.ledger_entry,)]
                or values != {1.0 + (publication.ledger_entry - 4) / 10}
                or frame["n"].tolist() != [len(TRUSTS)]
            ):
                wrong.append((publication.version, values, position))
            seen.add(publication.ledger_entry)
            reads += 1
        return reads

    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(read) for _ in range(READERS)]
        try:
            for i in range(1, SWAPS + 1):
                submit(settings, submission(scores(*[1.0 + i / 10] * 3)))
                publish(settings)
        finally:
            done.set()
        assert sum(reader.result() for reader in readers) > SWAPS
    assert wrong == []
    assert len(seen) > SWAPS / 2


def test_one_publication_shows_the_submissions_of_all_who_waited_for_it(settings):
    publish(settings)

    def taken_and_shown(value: float) -> tuple[int, Publication]:
        (kept,) = submit(settings, submission(scores(value)))
        waiting.release()
        return kept.submission_id, publish(settings, submission=kept.submission_id)

    waiting = threading.Semaphore(0)
    with ThreadPoolExecutor(WAITING) as pool:
        with held(settings, what=PUBLISHING):
            together = [pool.submit(taken_and_shown, 2.0 + number / 10) for number in range(WAITING)]
            for _ in range(WAITING):
                waiting.acquire()
        numbers, shown = zip(*(one.result() for one in together), strict=True)
    assert sorted(numbers) == [*range(4, 4 + WAITING)]
    assert len({*map(id, shown)}) == 1 and open_current(settings) is shown[0]
    assert len([*settings.publications.glob("*.duckdb")]) == 2


def test_six_processes_submit_while_eight_threads_read(settings):
    publish(settings)
    done = threading.Event()

    def read() -> set[int]:
        counts = set()
        while not done.wait(PAUSE):
            counts.add(open_current(settings).rows("select count(*) from publication.trusts")[0][0])
        return counts

    with ThreadPoolExecutor(8) as pool:
        readers = [pool.submit(read) for _ in range(8)]
        writers = [Apart(submit_each, settings.store, f"writer-{i}", EACH) for i in range(WRITERS)]
        try:
            ended = [writer.ended() for writer in writers]
        finally:
            done.set()
        assert ended == [Ended(0, "", "")] * WRITERS
        assert {count for reader in readers for count in reader.result()} == {len(TRUSTS)}

    with writing(settings) as ledger:
        names = [s.file_name for s in ledger.submissions() if s.kind == "maturity_scores"]
        rows = ledger.connection.execute("select count(*) from row_maturity_scores").fetchall()
    assert sorted(names) == sorted(f"writer-{i}-{j}.csv" for i in range(WRITERS) for j in range(EACH))
    assert rows == [(WRITERS * EACH * 2,)]
    publish(settings)
    assert [check for check in verify(settings).checks if not check.ok] == []
