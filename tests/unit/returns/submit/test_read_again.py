"""Every kind of file gives the same rows when it is read again from the ledger; other rows are found."""

import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from benchmark.core.settings import Settings
from benchmark.returns import check_return, receipt_of, submit_return, submit_returns
from benchmark.returns.submit.intake import ReadAgain, rules_digest
from benchmark.returns.submit.receipt import receipt_checks
from benchmark.store.kept_heads import heads_in
from benchmark.store.ledger import writing
from benchmark.store.ledger.chain import seal_after
from benchmark.store.ledger.migrate import leave
from benchmark.store.proof.verify import Check, _derivation_check, verify
from benchmark.store.publication import open_current
from benchmark.store.publication.publish import publish
from tests.shell import connect_ledger
from tests.unit.returns.made import TARGETS, csv_of
from tests.unit.store.invented import only
from tests.unit.store.test_full_disk import limited

pytestmark = pytest.mark.slow

OPEN_FILES = Path("/proc/self/fd")
AGAIN = "files give the rows that are kept"
WIDE = csv_of(
    ["Region", "ICS", "Provider", "Care Setting", "Well Led", "Safe Practice"],
    ("", "", "DEMO1", "Acute", 2.5, 3.5),
    ("", "", "DEMO2", "Acute", 2.0, 3.0),
)


PILLARS = ("well_led", "safe_practice", "improve_care")
ROWS = [
    ("DEMO1", "Acute", "well_led", 4.5, "The board"),
    ("DEMO2", "Acute", "well_led", 4.0, "The board"),
]


@pytest.fixture(scope="module")
def original(few_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A store of the demonstration's trusts and three files of targets: to read all of it again is quick."""
    settings = Settings(
        store=shutil.copytree(few_settings.store, tmp_path_factory.mktemp("original") / "store")
    )
    leave(settings.ledger_file)
    known = open_current(settings)
    returns = []
    for pillar in PILLARS:
        content = csv_of(TARGETS, *((*row[:2], pillar, *row[3:]) for row in ROWS))
        returns.append(check_return(content, f"targets_{pillar}.csv", publication=known))
    answers = {entry.code: "so it is meant" for one in returns for entry in one.questions}
    submit_returns(settings, returns, by="An analyst", note="", answers=answers)
    known.file.unlink()  # or `verify` would build it again too, each time
    return settings


@pytest.fixture
def settings(original: Settings, tmp_path: Path) -> Settings:
    made = Settings(store=tmp_path / "store")
    shutil.copytree(original.store, made.store)
    leave(made.ledger_file)
    return made


def taken(settings: Settings, content: bytes, name: str, **said: object) -> int:
    """Submit a file, whatever it asks; the number of its receipt."""
    checked = check_return(content, name, publication=open_current(settings), **said)
    assert checked.errors == ()
    answers = {question.code: "so it is meant" for question in checked.questions}
    return submit_return(settings, checked, by="An analyst", note="", answers=answers).number


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="no list of a process's open files")
def test_what_is_built_to_read_again_is_closed_before_it_is_removed(settings, monkeypatch):
    """Windows removes no file that is open: `verify` would end with an error there."""
    left: list[str] = []
    cleanup = tempfile.TemporaryDirectory.cleanup

    def look_first(folder: tempfile.TemporaryDirectory[str]) -> None:
        links = (file.readlink() for file in OPEN_FILES.iterdir() if file.is_symlink())
        left.extend(str(link) for link in links if str(link).startswith(folder.name))
        assert [*Path(folder.name).glob("*.duckdb")] != []
        cleanup(folder)

    monkeypatch.setattr(tempfile.TemporaryDirectory, "cleanup", look_first)
    assert again(settings).ok
    assert left == []


@pytest.mark.skipif(os.name == "nt", reason="limits the size of files as only Unix can")
def test_without_room_it_says_that_and_no_damage(settings):
    """Reading again takes room, and the checks after it said that a database was invalid."""
    said = limited(20_000, faulty, settings).splitlines()
    assert {line.partition(": cannot be checked: ")[2] for line in said} == {
        "there is no room. Make room on the disk, then try again."
    }


def faulty(settings: Settings) -> None:
    for check in verify(settings, derive=ReadAgain()).checks:
        if not check.ok:
            print(f"{check.name}: {check.detail}")


def again(settings: Settings) -> Check:
    """This one of the checks of `verify` alone."""
    with writing(settings) as ledger:
        return _derivation_check(ledger, ReadAgain())


def seal_all_anew(settings: Settings, statement: str) -> None:
    """Change the ledger, and rewrite the whole chain so that every seal fits."""
    connection = connect_ledger(settings.ledger_file)
    connection.execute(statement)
    for table in ("seal", "seal_part", "seal_rows"):
        connection.execute(f"delete from {table}")
    seal_after(connection, 0)
    connection.close()
    settings.store_file.unlink(missing_ok=True)
    settings.current_pointer.unlink(missing_ok=True)
    shutil.rmtree(settings.publications, ignore_errors=True)


def test_every_file_and_return_gives_its_rows_again(settings):
    """Few here; that all that comes with the product do is in the documentation, whose commands are run."""
    check = again(settings)
    assert check.ok, check.detail
    with writing(settings) as ledger:
        assert check.detail == f"{len(ledger.submissions())} submissions give their rows again"


def test_a_wide_file_gives_several_rows_of_a_line_and_verify_passes(settings):
    number = taken(settings, WIDE, "wide.csv", assessment_year=2025)
    with writing(settings) as ledger:
        (lines, rows) = ledger.connection.execute(
            "select count(distinct line), count(*) from row_maturity_scores where submission_id = ?", [number]
        ).fetchall()[0]
        how = json.loads(
            ledger.connection.execute(
                "select how from submission_how where submission_id = ?", [number]
            ).fetchall()[0][0]
        )
    assert (lines, rows) == (2, 4)
    assert (how["assessment_year"], how["rules"]) == (2025, rules_digest())
    report = verify(settings, derive=ReadAgain())
    assert [check for check in report.checks if not check.ok] == []


def _other_rules() -> str:
    return "update submission_how set how = replace(how, '" + rules_digest() + "', 'other rules')"


CHANGED = [
    # What is changed in the second row of each file of targets, and the column.
    ("target = 4.25", "target"),
    ("reason = 'x'", "reason"),
    ("ods_code = 'DEMO3'", "ods_code"),
]


def changed(value: str, pillar: str = PILLARS[0]) -> str:
    return f"update row_own_targets set {value} where ods_code = 'DEMO2' and pillar = '{pillar}'"


def test_a_row_that_its_file_does_not_give_is_found_though_every_seal_fits(settings):
    statements = [changed(value, pillar) for (value, _), pillar in zip(CHANGED, PILLARS, strict=True)]
    seal_all_anew(settings, "; ".join(statements))
    publish(settings)
    report = verify(settings, derive=ReadAgain())
    (check,) = [check for check in report.checks if not check.ok]
    assert check.name == AGAIN
    for (_, column), pillar in zip(CHANGED, PILLARS, strict=True):
        text = f"(targets_{pillar}.csv) is not what its file says: line 3, column {column}: kept is "
        assert text in check.detail


def test_a_file_that_cannot_be_read_again_is_found(settings):
    seal_all_anew(settings, "update submission_how set how = '{}' where submission_id = 1")
    found = again(settings).detail
    assert "submission 1 " in found
    assert "cannot be read again" in found


def test_a_submission_of_which_nothing_says_how_it_was_read_is_found(settings):
    seal_all_anew(settings, "delete from submission_how where submission_id = 2")
    check = again(settings)
    assert not check.ok
    assert "of submission 2 (" in check.detail and "nothing says how its file was read" in check.detail
    # Before the chain it was not kept.
    seal_all_anew(settings, "update chain set sealed_until = 2")
    check = again(settings)
    assert check.ok, check.detail
    assert "of 2 the ledger does not say how the file was read" in check.detail


def test_if_the_rules_have_changed_other_rows_are_reported_and_no_fault(settings):
    seal_all_anew(settings, f"{changed(CHANGED[0][0])}; {_other_rules()}")
    check = again(settings)
    assert check.ok
    assert "were read by other rules than today's, so only digests speak" in check.detail


def test_a_receipt_names_the_head_and_stays_the_same(settings, tmp_path):
    checked = check_return(WIDE, "wide.csv", publication=open_current(settings), assessment_year=2025)
    answers = {question.code: "so it is meant" for question in checked.questions}
    receipt = submit_return(settings, checked, by="An analyst", note="", answers=answers)
    file = tmp_path / "receipt.json"
    file.write_text(receipt.as_json(), encoding="utf-8")
    assert heads_in(file) == [receipt.head.hash]
    with writing(settings) as ledger:
        assert ledger.head() == receipt.head == receipt_of(ledger, receipt.number).head
    taken(settings, csv_of(TARGETS, ("DEMO3", "Acute", "well_led", 4.5, "The board")), "more.csv")

    def kept() -> bool:
        with only("nothing else"):
            checks = verify(settings, heads=heads_in(file)).checks
        (found,) = [check for check in checks if receipt.head.hash in check.name]
        return found.ok

    assert kept()
    seal_all_anew(settings, changed(CHANGED[0][0]))
    assert not kept()


def test_a_receipt_that_says_something_else_than_the_ledger_is_found(settings, tmp_path):
    with writing(settings) as ledger:
        number = ledger.last_submission()
        receipt = json.loads(receipt_of(ledger, number).as_json())
    file = tmp_path / "receipt.json"

    def found(**said: object) -> Check:
        file.write_text(json.dumps(receipt | said), encoding="utf-8")
        with writing(settings) as ledger:
            (check,) = receipt_checks(ledger, file)
            return check

    for sound in (found(), found(publication="another", not_shown="for a reason", older="a word")):
        assert sound.ok
    for key, value in receipt.items():
        if key in ("publication", "not_shown"):
            continue
        changed = found(**{key: 1 if key == "number" else "other" if isinstance(value, str) else 99})
        assert not changed.ok, key
        assert " and in the ledger " in changed.detail
    missing = found(number=9999)
    assert missing.detail == "There is no submission 9999."
    file.write_text("Receipt 1: targets.csv", encoding="utf-8")
    with writing(settings) as ledger:
        assert receipt_checks(ledger, file) == []


@pytest.mark.parametrize("number", ["27", 27.0, None, True])
def test_a_receipt_without_a_submission_s_number_is_no_receipt_of_ours(settings, tmp_path, number):
    file = tmp_path / "receipts.json"
    with writing(settings) as ledger:
        receipt = json.loads(receipt_of(ledger, ledger.last_submission()).as_json())
        file.write_text(json.dumps([receipt, receipt | {"number": number}]), encoding="utf-8")
        sound, changed = receipt_checks(ledger, file)
    assert sound.ok
    assert not changed.ok and "which is no submission's number" in changed.detail
