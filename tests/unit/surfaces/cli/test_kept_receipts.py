"""A receipt in words, or the log, that says something else than the ledger is found, whatever its head."""

import textwrap
from pathlib import Path

import pytest

from benchmark.core.settings import Settings
from benchmark.returns.submit.publishing import not_shown_words
from benchmark.store.ledger.snapshot import reading
from benchmark.store.proof.verify import Check
from benchmark.surfaces.cli.kept_receipts import kept_checks
from tests.unit.conftest import Run

NUMBER = 9


def found(settings: Settings, file: Path, text: str) -> list[Check]:
    file.write_bytes(text.encode())
    with reading(settings) as ledger:
        return kept_checks(ledger, file)


@pytest.fixture
def receipt(ask: Run) -> str:
    return ask("receipt", NUMBER).out


def mailed(text: str) -> str:
    """As a mail quotes it: lines broken, marks before each."""
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, 70) or [""]]
    return "Dear all,\r\n" + "".join(f"> {line}\r\n" for line in lines) + "Best wishes"


def test_a_receipt_in_words_says_what_the_ledger_says(
    published_settings: Settings, receipt: str, tmp_path: Path, run: Run
) -> None:
    file = tmp_path / "mail.txt"
    assert " of 0 rows" not in receipt
    for text in (receipt, mailed(receipt), f"{receipt}\n{mailed(receipt)}"):
        checks = found(published_settings, file, text)
        assert [check.detail for check in checks if not check.ok] == []
        assert len(checks) == text.count(f"Receipt {NUMBER}, ")
    words = not_shown_words(f"Taken as number {NUMBER}", "the disk is full.")
    of_a_taken_one = receipt.replace("\nNote: ", f"\n{words}\nNote: ", 1)
    assert of_a_taken_one != receipt
    (check,) = found(published_settings, file, of_a_taken_one)
    assert check.ok, check.detail
    file.write_text(mailed(receipt))
    told = run("verify", "--store", published_settings.store, "--receipt", file)
    assert told.exit_code == 0
    assert f"ok      the receipt {NUMBER} in mail.txt says what the ledger says" in told.out


@pytest.mark.parametrize("place", range(6))
def test_any_line_of_it_that_was_changed_is_found(
    published_settings: Settings, receipt: str, tmp_path: Path, place: int
) -> None:
    lines = [line for line in receipt.splitlines()[:-1] if line.strip("- ")]
    old = lines[place]
    for new in (f"{old[:-1]}~", f"{old}\nNote: and more", *([""] if place else [])):
        (check,) = found(published_settings, tmp_path / "r.txt", mailed(receipt.replace(old, new, 1)))
        assert not check.ok, new


def test_the_log_says_what_the_ledger_said_at_its_entry(
    published_settings: Settings, ask: Run, tmp_path: Path
) -> None:
    for form in ("csv", "json"):
        log = ask("submissions", "--format", form).out
        (check,) = found(published_settings, tmp_path / "log", log)
        assert check.ok, check.detail
        changes = {"maturity_scores.csv": "x.csv", "standing": "withdrawn", "Published data": "x"}
        for old, new in changes.items():
            assert old in log
            (check,) = found(published_settings, tmp_path / "log", log.replace(old, new, 1))
            assert not check.ok and "and in the ledger" in check.detail
