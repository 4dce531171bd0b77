"""The ledger: what goes in stays, in the order in which it came, whoever else is writing."""

import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

import pytest

from benchmark.core.errors import StoreBusy, StoreError, UnknownCode
from benchmark.core.moments import utc_now
from benchmark.core.settings import PROJECT_ROOT, Settings
from benchmark.store.ledger import Ledger, connected_ledger, writing
from benchmark.store.proof.database import database_faults
from benchmark.store.proof.verify import ledger_checks
from tests.unit.store.engines import ON_BOTH
from tests.unit.store.invented import scores, submission, submit


def faults(settings: Settings) -> list[str]:
    """What is wrong with the ledger, and with the database that keeps it."""
    with connected_ledger(settings.ledger_file, read_only=True) as connection:
        found = [f"{check.name}: {check.detail}" for check in ledger_checks(connection) if not check.ok]
        return found + (list(database_faults(settings, connection)) if settings.database else [])


@ON_BOTH
class TestSubmitting:
    def test_a_submission_is_read_back_as_it_was_submitted(self, settings):
        new = submission(scores(2.5, 3.0), file_name="scores £.csv", content="score £".encode())
        before = utc_now()
        (kept,) = submit(settings, new)
        assert (kept.submission_id, kept.kind, kept.origin, kept.state) == (
            4,
            "maturity_scores",
            "return",
            "standing",
        )
        assert (kept.file_name, kept.size_bytes, kept.row_count) == ("scores £.csv", 8, 2)
        assert (kept.submitted_by, kept.note, kept.sha256) == ("A tester", "Invented", new.sha256)
        assert before <= kept.submitted_at <= utc_now()
        with writing(settings) as ledger:
            assert ledger.content(4) == new.content
            assert ledger.submission(4) == kept == ledger.submissions()[-1]

    def test_rows_keep_their_values_and_lines(self, settings):
        submit(settings, submission(scores(2.5, 3.1)))
        with writing(settings) as ledger:
            rows = ledger.connection.execute(
                "select line, ods_code, care_setting, domain, score from row_maturity_scores order by line"
            ).fetchall()
        assert rows == [(2, "ZZ1", "Acute", None, 2.5), (3, "ZZ2", "Acute", None, 3.1)]

    def test_an_empty_file_of_no_rows_is_kept_too(self, settings):
        new = submission(scores(1.0))
        (kept,) = submit(settings, type(new)(**{**vars(new), "table": new.table.slice(0, 0), "content": b""}))
        assert (kept.row_count, kept.size_bytes) == (0, 0)
        assert faults(settings) == []

    def test_a_submission_that_fails_halfway_leaves_nothing(self, settings):
        new = submission(scores(2.0))
        nameless = type(new)(**{**vars(new), "submitted_by": "  "})
        with writing(settings) as ledger:
            with pytest.raises(StoreError, match="Nobody is named"):
                ledger.submit(nameless)
            assert len(ledger.submissions()) == 3
            assert ledger.submit(new).submission_id == 4
        assert faults(settings) == []

    def test_what_the_database_refuses_is_a_sentence(self, settings):
        new = submission(scores(2.0))
        wrong = type(new)(**{**vars(new), "origin": "elsewhere"})
        with writing(settings) as ledger, pytest.raises(StoreError, match="took nothing of this"):
            ledger.submit(wrong)
        assert faults(settings) == []


@ON_BOTH
class TestWithdrawing:
    def test_withdraw_and_restore_take_turns(self, settings):
        with writing(settings) as ledger:
            assert ledger.withdraw(2, by="A tester", reason="wrong file").state == "withdrawn"
            with pytest.raises(StoreError, match="Submission 2 is withdrawn, so it cannot be withdrawn"):
                ledger.withdraw(2, by="A tester", reason="again")
            assert ledger.restore(2, by="A tester", reason="right after all").state == "standing"
            with pytest.raises(StoreError, match="Submission 2 is standing, so it cannot be restored"):
                ledger.restore(2, by="A tester", reason="again")
            assert ledger.last_entry() == 5
        assert faults(settings) == []

    def test_a_withdrawn_file_is_still_kept(self, settings):
        with writing(settings) as ledger:
            content = ledger.content(2)
            ledger.withdraw(2, by="A tester", reason="wrong file")
            assert ledger.content(2) == content

    def test_an_unknown_number_is_a_sentence(self, settings):
        with writing(settings) as ledger:
            for act in (ledger.submission, ledger.content):
                with pytest.raises(UnknownCode, match="There is no submission 99"):
                    act(99)
            with pytest.raises(UnknownCode, match="There is no submission 99"):
                ledger.withdraw(99, by="A tester", reason="")

    def test_a_replacement_and_what_it_replaces_change_at_once(self, settings):
        submit(settings, submission(scores(2.0)))
        with writing(settings) as ledger:
            newer = ledger.submit(submission(scores(3.0)), replaces=[4, 4])  # once, though named twice
            assert [s.state for s in ledger.submissions()][3:] == ["withdrawn", "standing"]
            with pytest.raises(StoreError, match="Submission 4 is withdrawn, so it cannot be replaced"):
                ledger.submit(submission(scores(3.5)), replaces=[newer.submission_id, 4])
            assert ledger.last_entry() == 6
        assert faults(settings) == []

    def test_a_replacement_that_fails_halfway_leaves_the_older_one(self, settings, monkeypatch):
        add_entry = Ledger._add_entry

        def fails_on_withdrawing(ledger: Ledger, action: str, *arguments: Any, **named: Any) -> None:
            if action == "withdraw":
                raise OSError("the disk is full")
            add_entry(ledger, action, *arguments, **named)

        monkeypatch.setattr(Ledger, "_add_entry", fails_on_withdrawing)
        with writing(settings) as ledger:
            with pytest.raises(OSError, match="the disk is full"):
                ledger.submit(submission(scores(3.0)), replaces=[1])
            assert [kept.state for kept in ledger.submissions()] == ["standing"] * 3
        assert faults(settings) == []


@ON_BOTH
class TestTime:
    def test_a_clock_set_back_does_not_reorder_entries(self, settings, monkeypatch):
        earlier = utc_now() - timedelta(days=1)
        monkeypatch.setattr("benchmark.store.ledger.ledger.utc_now", lambda: earlier)
        (late,) = submit(settings, submission(scores(2.0)))
        with writing(settings) as ledger:
            assert late.submitted_at >= ledger.submissions()[2].submitted_at
            assert ledger.last_entry(earlier) == 0
        assert faults(settings) == []

    def test_the_last_entry_up_to_a_time(self, settings):
        (kept,) = submit(settings, submission(scores(2.0)))
        with writing(settings) as ledger:
            assert ledger.last_entry(datetime(2020, 1, 1)) == 0
            assert ledger.last_entry(kept.submitted_at) == 4
            assert ledger.last_entry(kept.submitted_at - timedelta(microseconds=1)) == 3


class TestWhoMayWrite:
    @ON_BOTH
    def test_a_second_writer_has_to_wait(self, settings):
        with writing(settings), pytest.raises(StoreBusy) as refusal, writing(settings, lock_seconds=0.1):
            pass
        assert str(refusal.value) == (
            f"Another process has been writing to {settings.store.name} for 0.1 seconds. "
            "Try again when it has finished."
        )

    def test_a_writer_in_another_process_is_waited_for(self, settings):
        script = (
            "import sys, time; from pathlib import Path; from benchmark.core.settings import Settings\n"
            "from benchmark.store.ledger import Ledger, writing\n"
            "with writing(Settings(store=Path(sys.argv[1]))): print('held', flush=True); sys.stdin.read()"
        )
        command = [sys.executable, "-c", script, str(settings.store)]
        with subprocess.Popen(
            command, cwd=PROJECT_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdin is not None
            assert other.stdout is not None
            assert other.stdout.readline() == "held\n"
            with pytest.raises(StoreBusy), writing(settings, lock_seconds=0.1):
                pass
            other.stdin.close()
            submit(settings, submission(scores(2.0)))
        assert faults(settings) == []

    def test_another_program_with_the_file_open_is_not_taken_for_damage(self, settings):
        script = (
            "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
        )
        command = [sys.executable, "-c", script, str(settings.ledger_file)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdin is not None
            assert other.stdout is not None
            assert other.stdout.readline() == "open\n"
            with (
                pytest.raises(StoreBusy, match=r"Another program has ledger\.duckdb open"),
                writing(settings),
            ):
                pass
            other.stdin.close()

    def test_a_store_that_is_a_file_is_a_sentence(self, empty):
        empty.store.write_text("not a folder")
        with pytest.raises(StoreError, match=r"is a file, and a store is a folder"), writing(empty):
            pass


class TestTheFile:
    @pytest.mark.parametrize("size", [0, 4096])
    def test_half_a_file_of_a_killed_creation_is_begun_again(self, empty, size):
        empty.store.mkdir()
        (empty.store / "ledger.new.tmp").write_bytes(b"\0" * size)
        submit(empty, submission(scores(2.0)))
        names = sorted(file.name for file in empty.store.iterdir())
        assert names == ["ledger.duckdb", "store.json", "writer.lock"]

    @pytest.mark.parametrize("content", [b"", b"no database", b"no database" * 5000])
    def test_what_is_no_database_is_refused_and_left_alone(self, empty, content):
        empty.store.mkdir()
        empty.ledger_file.write_bytes(content)
        with pytest.raises(StoreError, match=r"cannot be opened.*Restore it from a backup"), writing(empty):
            pass
        assert empty.ledger_file.read_bytes() == content

    def test_a_lost_ledger_is_not_begun_again_under_what_it_published(self, settings):
        settings.current_pointer.write_text("000003-0123456789ab\n")
        settings.ledger_file.unlink()
        with (
            pytest.raises(StoreError, match=r"was in use before, but its ledger .* is gone"),
            writing(settings),
        ):
            pass
        assert not settings.ledger_file.exists()

    def test_no_variable_of_the_program_is_taken_for_a_table(self, settings):
        import pandas as pd

        surprise = pd.DataFrame({"ods_code": ["ZZ9"]})
        with writing(settings) as ledger, pytest.raises(Exception, match="surprise does not exist"):
            ledger.connection.execute("select * from surprise")
        assert len(surprise) == 1
