"""names: what people confirmed, and how it is taken back."""

import json

from tests.unit.questions.answers import csv_rows
from tests.unit.returns.made import TARGETS, csv_of


class TestNames:
    def test_lists_what_people_confirmed_and_says_how_to_take_it_back(self, run, own_store, tmp_path):
        said = ("--store", own_store.store)
        assert "Nothing to show." in run("names", *said).out
        file = tmp_path / "targets.csv"
        file.write_bytes(csv_of(TARGETS, ("Big Quorrelby Place", "Acute", "well_led", 4, "Board paper")))
        receipt = run(
            *("submit", file, "--name", "Big Quorrelby Place=DEMO1", "--by", "Ann", "--note", "n", *said)
        )
        assert "big quorrelby place is DEMO1" in receipt.out
        (row,) = csv_rows(run("names", "--format", "csv", *said).out)
        (found,) = json.loads(run("names", "--format", "json", *said).out)
        assert {*row} == {*found}
        assert (
            found["written"],
            found["stands_for"],
            found["submitted_by"],
            found["state"],
            found["fictional"],
        ) == (*("big quorrelby place", "DEMO1", "Ann", "standing", True),)
        table = run("names", *said).out
        assert "withdraw NUMBER --reason TEXT" in table
        assert "big quorrelby place" in table
        assert run("withdraw", found["submission_id"], "--reason", "A slip", *said).exit_code == 0
        (after,) = json.loads(run("names", "--format", "json", *said).out)
        assert after == found | {"state": "withdrawn"}
