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


@pytest.mark.parametrize(
    ("own", "title", "last"),
    [
        ([], "No return has been submitted here yet", ""),
        (["standing"], "1 return has been submitted here", "number 4"),
        (["withdrawn"], "1 return has been submitted here, and withdrawn", "number 4"),
        (["standing"] * 2, "2 returns have been submitted here", "number 5"),
        (["withdrawn", "standing"], "2 returns have been submitted here, 1 of them withdrawn", "number 5"),
    ],
)
def test_the_log_begins_with_what_people_returned(own: list[str], title: str, last: str) -> None:
    shipped = [("demonstration", "standing"), ("published", "standing"), ("published", "standing")]
    answer = returns_answer(log_of(*(("return", state) for state in own), *shipped))
    assert answer.title == title and last in answer.rest
    assert answer.rest.endswith(
        f"{'Beside returns the log holds' if own else 'The log holds'} "
        "2 files of published data and 1 file of the fictional demonstration."
    )


def test_a_log_of_returns_alone_says_nothing_of_others() -> None:
    assert returns_answer(log_of(("return", "standing"))).rest.endswith("by A. Analyst on 1 April 2026.")
