"""Stores of a round that has begun: one trust, half of England, all, and the demonstration's first trust.

The figures of 2026 are those published for 2025, copied: they stand in a temporary store alone.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from benchmark.core.settings import Settings
from benchmark.returns import check_return, submit_return
from benchmark.store.publication import Publication, open_current

FIRST = "RBS"
"""The trust that returns before all others; its system is QYG."""
KINDS = ("maturity_scores", "overall_comparable")


def opened_store(shipped: Settings, store: Path, *, of: Callable[[list[str]], list[str]]) -> Settings:
    """A copy of a store in which some trusts, chosen from all by code, have returned in 2026 as in 2025."""
    settings = Settings(store=shutil.copytree(shipped.store, store))
    for kind in KINDS:
        rows = copied(open_current(settings), kind)
        chosen = rows[rows["ods_code"].isin(of(sorted(set(rows["ods_code"]))))]
        submit(settings, chosen, f"{kind}_2026.csv", publish_now=kind == KINDS[-1])
    return settings


def copied(publication: Publication, kind: str) -> pd.DataFrame:
    """The real trusts' rows of 2025 as rows of 2026."""
    rows = publication.frame(
        f"select {kind}.* exclude (submission_id, line) from publication.{kind} "
        "inner join publication.trusts using (ods_code) where assessment_year = 2025 and not fictional"
    )
    pair = {"compared_with": 2025} if "compared_with" in rows else {}
    return rows.assign(assessment_year=2026, **pair)


def submit(
    settings: Settings, rows: pd.DataFrame, name: str, *, by: str = "Ada Analyst", publish_now: bool = True
) -> int:
    """Submit rows as a CSV, each question answered; the submission's number."""
    content = rows.to_csv(index=False).encode()
    checked = check_return(content, name, publication=open_current(settings))
    assert not checked.errors, checked.errors
    answers = {entry.question: "Copied on purpose" for entry in checked.questions}
    return submit_return(settings, checked, by=by, note="", answers=answers, publish_now=publish_now).number
