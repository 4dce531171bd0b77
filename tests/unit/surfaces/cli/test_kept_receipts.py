"""A receipt in words, or the log, that says something else than the ledger is found, whatever its head."""

import json
import textwrap
from pathlib import Path

import pytest

from benchmark.core.settings import Settings
from benchmark.returns import check_return, submit_return
from benchmark.returns.submit.publishing import not_shown_words
from benchmark.store.kept_heads import heads_in
from benchmark.store.ledger.snapshot import reading
from benchmark.store.proof.verify import Check
from benchmark.store.publication import open_current
from benchmark.surfaces.cli.kept_receipts import kept_checks
from tests.unit.conftest import Run

NUMBER = 3
"""Of the last file that the store holds."""


@pytest.fixture
def ask(run: Run, few_settings: Settings) -> Run:
    """Runs a command on the shared store of few files."""
    return lambda command, *arguments: run(command, "--store", few_settings.store, *arguments)


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


def test_a_receipt_in_words_says_what_the_ledger_says(few_settings, receipt, tmp_path, run):
    file = tmp_path / "mail.txt"
    assert " of 0 rows" not in receipt
    for text in (receipt, mailed(receipt), f"{receipt}\n{mailed(receipt)}"):
        checks = found(few_settings, file, text)
        assert [check.detail for check in checks if not check.ok] == []
        assert len(checks) == text.count(f"Receipt {NUMBER}, ")
    words = not_shown_words(f"Taken as number {NUMBER}", "the disk is full.")
    of_a_taken_one = receipt.replace("\nNote: ", f"\n{words}\nNote: ", 1)
    assert of_a_taken_one != receipt
    (check,) = found(few_settings, file, of_a_taken_one)
    assert check.ok, check.detail
    file.write_text(mailed(receipt))
    finished = run("verify", "--store", few_settings.store, "--receipt", file)
    assert finished.exit_code == 0
    assert f"ok      the receipt {NUMBER} in mail.txt says what the ledger says" in finished.out


@pytest.mark.parametrize("place", range(6))
def test_any_line_of_it_that_was_changed_is_found(few_settings, receipt, tmp_path, place):
    lines = [line for line in receipt.splitlines()[:-1] if line.strip("- ")]
    old = lines[place]
    for new in (f"{old[:-1]}~", f"{old}\nNote: and more", *([""] if place else [])):
        (check,) = found(few_settings, tmp_path / "r.txt", mailed(receipt.replace(old, new, 1)))
        assert not check.ok, new


def test_the_log_says_what_the_ledger_said_at_its_entry(few_settings, ask, tmp_path):
    for form in ("csv", "json"):
        log = ask("submissions", "--format", form).out
        (check,) = found(few_settings, tmp_path / "log", log)
        assert check.ok, check.detail
        changes = {"fictional_trusts.csv": "x.csv", "standing": "withdrawn", "Demonstration data": "x"}
        for old, new in [*changes.items()][: 1 if form == "csv" else None]:
            assert old in log
            (check,) = found(few_settings, tmp_path / "log", log.replace(old, new, 1))
            assert not check.ok and "and in the ledger" in check.detail


def forged(receipt: str) -> dict[str, str]:
    """Receipts that say another number of rows to a person, and in no form that is compared."""
    other = receipt.replace("rows submitted", "rows and 900 more submitted")
    assert other != receipt
    return {
        "a letter that looks the same": other.replace("Receipt", "R\u0435ceipt"),
        "capitals": other.replace("Receipt", "RECEIPT"),
        "wide figures": other.replace(f"Receipt {NUMBER}", f"Receipt {chr(0xFF10 + NUMBER)}"),
        "beside a sound one": receipt + other.replace("Receipt", "RECEIPT"),
    }


def test_a_comparison_of_only_the_head_is_named_as_that(few_settings, receipt, ask, tmp_path, run):
    document = json.loads(ask("receipt", NUMBER, "--format", "json").out)
    log = json.loads(ask("submissions", "--format", "json").out)
    texts = {
        **forged(receipt),
        "inside something else": json.dumps({"receipt": document}),
        "another key": json.dumps({("Lines" if key == "lines" else key): document[key] for key in document}),
        "a row without its hash": json.dumps([*log, {"submission_id": 900, "head": log[0]["head"]}]),
    }
    for sort, text in texts.items():
        checks = found(few_settings, tmp_path / "kept", text)
        assert checks[-1].name == "no more than heads of kept is compared", sort
        assert len(checks) == 1 + (sort in ("beside a sound one", "a row without its hash")), sort
    file = tmp_path / "kept.zip"
    assert run("backup", file, "--store", few_settings.store).exit_code == 0
    with reading(few_settings) as ledger:
        (check,) = kept_checks(ledger, file)
    assert check.name == "no more than heads of kept.zip is compared"
    assert check.detail.startswith("the rest is a backup")


def test_a_receipt_given_twice_is_refused(few_settings, ask, tmp_path, run):
    """A person reads the first of two, a program takes the last."""
    receipt, log = ask("receipt", NUMBER, "--format", "json").out, ask("submissions", "--format", "csv").out
    headings, first, *rest = log.splitlines()
    texts = {
        "a key": receipt.replace('"rows_read"', '"rows_submitted": 900, "rows_read"'),
        "a key within": receipt.replace('"kind"', '"rows": 900, "kind"'),
        "a heading": "\n".join([f"Note,{headings}", *(f"another,{row}" for row in [first, *rest])]),
        "a cell more": "\n".join([headings, f"{first},another", *rest]),
        "a cell less": "\n".join([headings, first.rpartition(",")[0], *rest]),
    }
    for sort, text in texts.items():
        assert text not in (receipt, log)
        file = tmp_path / "kept"
        file.write_text(text)
        finished = run("verify", "--store", few_settings.store, "--receipt", file)
        assert finished.exit_code == 2, sort
        assert "it was changed after it was made" in finished.err, sort


def test_what_is_not_compared_is_named(few_settings, ask, tmp_path):
    receipt = json.loads(ask("receipt", NUMBER, "--format", "json").out)
    log = json.loads(ask("submissions", "--format", "json").out)
    said = {"approved_by": "everybody", "not_shown": "for a reason"}
    (check,) = found(few_settings, tmp_path / "r", json.dumps(receipt | said))
    assert check.ok and check.detail == "not compared: 'not_shown', 'approved_by'"
    del receipt["rows_submitted"]
    (check,) = found(few_settings, tmp_path / "r", json.dumps(receipt))
    assert check.ok and check.detail == "it does not say: rows_submitted"
    (check,) = found(few_settings, tmp_path / "l", json.dumps([row | {"checked": "yes"} for row in log]))
    assert check.ok and check.detail == "not compared: 'checked'"


def test_why_it_was_not_shown_is_quoted_and_not_compared(few_settings, receipt, tmp_path):
    words = not_shown_words(f"Taken as number {NUMBER}", "900 rows more were taken.")
    (check,) = found(few_settings, tmp_path / "r", receipt.replace("\nNote: ", f"\n{words}\nNote: ", 1))
    assert check.ok and "why it was not yet shown: '900 rows more were taken." in check.detail


def test_true_is_not_one(few_settings, ask, tmp_path):
    receipt = json.loads(ask("receipt", 1, "--format", "json").out)
    receipt["lines"][0]["number"] = True
    (check,) = found(few_settings, tmp_path / "r", json.dumps(receipt))
    assert not check.ok


def test_the_head_of_a_log_is_that_of_its_entry(few_settings, ask, tmp_path):
    """One that names an older entry leaves out what came since, and one without a hash says nothing."""
    rows = json.loads(ask("submissions", "--format", "json").out)
    for change in ({"head_entry": rows[0]["head_entry"] - 1}, {"head": "\ud800"}, {"head": ""}):
        log = json.dumps([row | change for row in rows if row["submission_id"] < NUMBER])
        (check,) = found(few_settings, tmp_path / "log", log)
        assert not check.ok and "is not that of entry" in check.detail
    file = tmp_path / "log.json"
    file.write_text(json.dumps([rows[0] | {"head": "0x12"}, *rows[1:]]))
    assert heads_in(file) == ["'0x12'", rows[1]["head"]]


def test_answers_in_the_log_are_compared(few_store, tmp_path, run):
    content = b"ods_code,pillar,target,reason\nDEMO1,well_led,4.5,Why\n"
    for answers in ({}, {"already_submitted": "Sent once more"}):
        checked = check_return(content, "targets.csv", publication=open_current(few_store))
        submit_return(few_store, checked, by="A", note="n", answers=answers)
    log = run("submissions", "--format", "json", "--store", few_store.store).out
    assert "Sent once more" in log
    (check,) = found(few_store, tmp_path / "log", log)
    assert check.ok, check.detail
    (check,) = found(few_store, tmp_path / "log", log.replace("Sent once more", "Sent by all"))
    assert not check.ok and "answers of submission" in check.detail
