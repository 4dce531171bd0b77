"""How the page Returns begins."""

from datetime import datetime

import pandas as pd
import pytest

from benchmark.questions.returned.page import returns_answer


def log_of(*entries: tuple[str, str]) -> pd.DataFrame:
    """A log, the newest first: each entry's origin and state."""
    return pd.DataFrame(
        {
            "submission_id": len(entries) - place,
            "file_name": "spend.csv",
            "submitted_by": "A. Analyst",
            "submitted_at": datetime(2026, 4, 1),
            "origin": origin,
            "state": state,
        }
        for place, (origin, state) in enumerate(entries)
    )


EXPECTED = pd.DataFrame({"state": ["returned", "missing", "returned"]})


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ([], "Nobody has submitted a file here yet: the log holds"),
        (["standing"], "1 file has been submitted here. The latest is number 4,"),
        (["withdrawn"], "1 file has been submitted here, and withdrawn. The latest is number 4,"),
        (["standing"] * 2, "2 files have been submitted here. The latest is number 5,"),
        (["withdrawn", "standing"], "2 files have been submitted here, 1 of them withdrawn. The latest is"),
    ],
)
def test_it_begins_with_who_has_returned_and_what_people_submitted(own, said):
    shipped = [("demonstration", "standing"), ("published", "standing"), ("published", "standing")]
    answer = returns_answer(log_of(*(("return", state) for state in own), *shipped), EXPECTED, 2025)
    assert answer.title == "2 of 3 expected returns of scores for 2025 are here"
    assert answer.rest.startswith(said)
    assert answer.rest.endswith("2 files of published data and 1 file of the fictional demonstration.")


def test_a_log_of_only_returns_mentions_no_others():
    answer = returns_answer(log_of(("return", "standing")), EXPECTED, 2025)
    assert answer.rest.endswith("by A. Analyst on 1 April 2026.")
