"""The measures of conditions a second time: loops over rows, exact fractions, nothing of ours."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
RUNNING = {"procurement", "delivery", "live"}


def exact(value: float) -> Fraction:
    """A figure as it was written, with one decimal."""
    return Fraction(str(value))


def newest(rows: Iterable[Row], year: int) -> list[Row]:
    """The rows of each trust's last round of each section, up to a round."""
    known = [row for row in rows if row["assessment_year"] <= year]
    last: dict[tuple[str, str], int] = {}
    for row in known:
        key = (row["ods_code"], row["section"])
        last[key] = max(last.get(key, 0), row["assessment_year"])
    return [row for row in known if row["assessment_year"] == last[row["ods_code"], row["section"]]]


def counts(rows: Iterable[Row], section: str, items: Iterable[str]) -> dict[str, dict[str, int]]:
    """How often each item was answered yes, partly, no, or not by a trust that answered another."""
    own = [row for row in rows if row["section"] == section]
    trusts = {row["ods_code"] for row in own}
    found = {}
    for item in items:
        said = [row["answer"] for row in own if row["item"] == item]
        found[item] = {answer: said.count(answer) for answer in ("yes", "partly", "no")}
        found[item]["answered"] = len(said)
        found[item]["not_answered"] = len(trusts) - len(said)
    return found


def posts(rows: Iterable[Row], by: str) -> dict[str, dict[str, Fraction | int | None]]:
    """Funded, in post, vacant and the vacancy rate, by item or by trust."""
    sums: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for row in rows:
        if row["section"] == "digital_posts":
            for name in ("funded", "in_post", "vacant"):
                sums[row[by]][name] += exact(row[name])
    return {
        key: {**found, "rate": found["vacant"] / found["funded"] if found["funded"] else None}
        for key, found in sums.items()
    }


def differs(row: Row) -> bool:
    return abs(exact(row["in_post"]) + exact(row["vacant"]) - exact(row["funded"])) > Fraction("0.15")


def estate(rows: Iterable[Row]) -> dict[str, tuple[int, int]]:
    """Trust -> systems, unsupported."""
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        if row["section"] == "legacy_estate":
            systems, unsupported = found.get(row["ods_code"], (0, 0))
            found[row["ods_code"]] = (systems + row["systems"], unsupported + row["unsupported"])
    return found


def status(rows: Iterable[Row], trust: str, pillar: str, *, has_gap: bool) -> str:
    """What becomes of a trust's material gap on a pillar."""
    own = [row for row in rows if row["ods_code"] == trust and row["section"] == "programme"]
    stages = [row["stage"] for row in own if row["pillar"] == pillar]
    if not has_gap:
        return "no_gap"
    if not own:
        return "no_return"
    if not stages:
        return "no_programme"
    return "addressed" if RUNNING.intersection(stages) else "not_running"
