"""The rules of maturity scores in pandera and in frictionless, for bench_returns.py to measure against.

pandera holds all of the rules that the check holds: of each cell, of a row among the others, against the
reference and against the round before. `narrow` leaves it those of cells and of keys that occur twice, which
is also what frictionless is given: what it has no rule for would be Python called for each row.
What neither is asked: encodings and delimiters, other spellings, names for codes, findings in words.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from benchmark.core.definitions import definitions
from benchmark.returns import CheckedReturn
from benchmark.store.publication import Publication
from schemas.base import FIRST_ASSESSMENT_YEAR, KEY_PATTERN, LAST_ASSESSMENT_YEAR, SCORE_MAX, SCORE_MIN
from schemas.returns import MaturityScore

CODE_PATTERN = r"^[A-Z0-9]{3,6}$"
WHOLE_PATTERN, NUMBER_PATTERN = r"^[+-]?[0-9]+$", r"^[+-]?[0-9]+(\.[0-9]+)?$"
KEY = [*MaturityScore.key]
PILLAR_KEY = [name for name in KEY if name != "domain"]
UNIT_PILLAR = [name for name in PILLAR_KEY if name != "assessment_year"]
CELLS = ("assessment_year", "ods_code", "care_setting", "pillar", "domain", "score")
ACROSS = {"row_repeated", "rows_conflict"}
AGAINST = {"trust_closed", "round_unknown", "setting_new", "score_jump"}

_ROUNDS = "select assessment_year from publication.rounds where not fictional"
Found = dict[str, tuple[int, int]]
"""Rule -> how many rows break it, and the first one's line as a spreadsheet shows it. A cell's rule has its
column's name, the others the code of the check's finding."""


@dataclass(frozen=True)
class Facts:
    """What a publication knows of, in the form that pandas takes: read before the clock runs."""

    trusts: list[str]
    closed_in: pd.Series
    returned: pd.DataFrame
    rounds: list[int]
    before: pd.DataFrame


def facts_of(publication: Publication) -> Facts:
    """The facts that a return is held against."""
    closed = publication.rows(
        "select ods_code, year(closed_on) from publication.trusts where closed_on is not null"
    )
    returned = publication.rows(
        "select ods_code, care_setting from publication.maturity_scores"
        " union select ods_code, care_setting from publication.overall_comparable"
    )
    names = ", ".join(PILLAR_KEY)
    return Facts(
        trusts=[str(code) for (code,) in publication.rows("select ods_code from publication.trusts")],
        closed_in=pd.Series(dict(closed), dtype="int64"),
        returned=pd.DataFrame(returned, columns=["ods_code", "care_setting"], dtype="str"),
        rounds=[int(year) for (year,) in publication.rows(_ROUNDS)],
        before=pd.DataFrame(
            publication.rows(f"select {names}, score from publication.unit_pillar_scores"),
            columns=[*PILLAR_KEY, "score"],
        ),
    )


STANDING = {"published_replaced", "domain_unknown", "domains_missing", "trust_not_open"}
"""What the check asks because of rounds, domains and trusts as they were, which no other tool looks at.
The made-up scores are of rounds that were published, and of domains that nobody has returned, some in part.
"""


def found_by_check(checked: CheckedReturn) -> Found:
    """What the check has found, in the same form; what it read differently is left out."""
    lines: dict[str, list[tuple[int, int]]] = {}
    for entry in (*checked.errors, *checked.questions):
        if entry.code in STANDING:
            continue
        rule = entry.code if entry.code in ACROSS | AGAINST else entry.column
        lines.setdefault(rule, []).append((entry.count, entry.line or 0))
    return {rule: (sum(n for n, _ in places), min(at for _, at in places)) for rule, places in lines.items()}


def narrowed(found: Found) -> Found:
    """The same without what only the reference tells, and with keys that occur twice as one rule."""
    twice = [found[rule] for rule in ACROSS if rule in found]
    both = {"twice": (sum(n for n, _ in twice), min(at for _, at in twice))} if twice else {}
    return {rule: places for rule, places in found.items() if rule in CELLS} | both


def with_pandera(file: Path, facts: Facts) -> Found:
    """Read a file as text and hold it to all of the rules."""
    frame, found = _cells(file, facts)
    return found | _failures(_rows_schema(frame, facts), frame)


def with_pandera_narrow(file: Path, facts: Facts) -> Found:
    """The same without the rules against the reference; a key that occurs twice is one rule."""
    import pandera.pandas as pa

    frame, found = _cells(file, facts)
    again = frame.duplicated(KEY)
    return found | _failures(pa.DataFrameSchema(checks=pa.Check(lambda _: ~again, name="twice")), frame)


def _cells(file: Path, facts: Facts) -> tuple[pd.DataFrame, Found]:
    """The typed rows whose cells hold, and what is wrong with the others."""
    import pandera.pandas as pa

    # Of pandas' readers the fastest; as text, because 1e0 and +inf are no scores.
    frame = pd.read_csv(file, dtype="str", keep_default_na=False, na_values=[""], engine="pyarrow")
    text = pa.DataFrameSchema(
        {
            "assessment_year": pa.Column("str", pa.Check.str_matches(WHOLE_PATTERN)),
            "score": pa.Column("str", pa.Check.str_matches(NUMBER_PATTERN)),
        }
    )
    frame, found = _held(text, frame)
    frame = frame.astype({"assessment_year": "int64", "score": "float64"})
    frame, more = _held(_cells_schema(facts), frame)
    return frame, _both(found, more)


def _both(found: Found, more: Found) -> Found:
    lines = {rule: [each[rule] for each in (found, more) if rule in each] for rule in found | more}
    return {rule: (sum(n for n, _ in each), min(at for _, at in each)) for rule, each in lines.items()}


def _cells_schema(facts: Facts) -> Any:
    import pandera.pandas as pa

    years = pa.Check.in_range(FIRST_ASSESSMENT_YEAR, LAST_ASSESSMENT_YEAR)
    scores = pa.Check.in_range(SCORE_MIN, SCORE_MAX)
    keys = [pa.Check.str_matches(KEY_PATTERN), pa.Check.str_length(max_value=60)]
    return pa.DataFrameSchema(
        {
            "assessment_year": pa.Column("int64", years),
            "ods_code": pa.Column("str", [pa.Check.str_matches(CODE_PATTERN), pa.Check.isin(facts.trusts)]),
            "care_setting": pa.Column("str", pa.Check.isin([s.name for s in definitions().care_settings])),
            "pillar": pa.Column("str", pa.Check.isin([*definitions().framework.pillar_keys])),
            "domain": pa.Column("str", keys, nullable=True),
            "score": pa.Column("float64", scores),
        },
        strict=True,
    )


def _rows_schema(frame: pd.DataFrame, facts: Facts) -> Any:
    """The rules of a row among the others, against the reference and the round before, on typed rows."""
    import pandera.pandas as pa

    repeated, conflicting = _again(frame)
    closed = frame["ods_code"].map(facts.closed_in) < frame["assessment_year"]
    standing = frame[~(repeated | conflicting | closed)]
    wrong = {
        "row_repeated": repeated,
        "rows_conflict": conflicting,
        "trust_closed": closed & ~(repeated | conflicting),
        "round_unknown": ~standing["assessment_year"].isin(facts.rounds),
        "setting_new": _new_setting(standing, facts),
        "score_jump": _jumped(standing, facts),
    }
    checks = [
        pa.Check(lambda frame, mask=mask: ~mask.reindex(frame.index, fill_value=False), name=rule)
        for rule, mask in wrong.items()
    ]
    return pa.DataFrameSchema(checks=checks)


def _again(frame: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Rows whose key stands on an earlier line: with the same score, and with another."""
    again = frame.duplicated(KEY)
    if not again.any():
        return again, again
    twins = frame[frame.duplicated(KEY, keep=False)]
    first = twins.groupby(KEY, dropna=False, sort=False)["score"].transform("first")
    same = (twins["score"] == first).reindex(frame.index, fill_value=False)
    return again & same, again & ~same


def _new_setting(frame: pd.DataFrame, facts: Facts) -> pd.Series:
    """Rows of a setting that the trust never returned, of trusts that did return."""
    known = pd.MultiIndex.from_frame(facts.returned)
    pairs = frame[["ods_code", "care_setting"]].drop_duplicates()
    new = pairs[
        ~pd.MultiIndex.from_frame(pairs).isin(known) & pairs["ods_code"].isin(facts.returned["ods_code"])
    ]
    if new.empty:
        return pd.Series(False, index=frame.index)
    return pd.Series(
        pd.MultiIndex.from_frame(frame[[*pairs]]).isin(pd.MultiIndex.from_frame(new)), frame.index
    )


def _jumped(frame: pd.DataFrame, facts: Facts) -> pd.Series:
    """The first row of each unit and pillar that moved by the limit or more since the round known before."""
    domains = frame["domain"].notna()
    rows = frame.assign(row=frame.index)
    if domains.any() and not domains.all():
        has = rows[domains][PILLAR_KEY].drop_duplicates().assign(has=True)
        rows = rows[domains | rows.merge(has, how="left", on=PILLAR_KEY)["has"].isna().to_numpy()]
    now = rows.groupby(PILLAR_KEY, as_index=False, sort=False).agg(
        score=("score", "mean"), row=("row", "min")
    )
    known = pd.concat([now, facts.before]).drop_duplicates(PILLAR_KEY).sort_values("assessment_year")
    moved = (known["score"] - known.groupby(UNIT_PILLAR, sort=False)["score"].shift()).abs().round(6)
    jumped = known.loc[(moved >= definitions().threshold("year_jump")) & known["row"].notna(), "row"]
    return pd.Series(frame.index.isin(jumped.astype("int64")), frame.index)


def _held(schema: Any, frame: pd.DataFrame) -> tuple[pd.DataFrame, Found]:
    """The rows that hold to a schema, and what the others break."""
    failed = _failure_cases(schema, frame)
    if failed is None:
        return frame, {}
    return frame.drop(index=failed["index"].unique()), _told(failed, "column")


def _failures(schema: Any, frame: pd.DataFrame) -> Found:
    failed = _failure_cases(schema, frame)
    return {} if failed is None else _told(failed, "check")


def _failure_cases(schema: Any, frame: pd.DataFrame) -> pd.DataFrame | None:
    import pandera.pandas as pa

    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases: pd.DataFrame = error.failure_cases
        return cases
    return None


def _told(failed: pd.DataFrame, rule: str) -> Found:
    rows = failed.groupby(rule)["index"].agg(["nunique", "min"])
    return {str(name): (int(count), int(first) + 2) for name, count, first in rows.itertuples()}


def with_frictionless(file: Path, facts: Facts) -> Found:
    """Read and validate a file."""
    from frictionless import Checklist, Detector, Resource, Schema

    strict = {"required": True}
    fields = [
        (
            "assessment_year",
            "integer",
            strict | {"minimum": FIRST_ASSESSMENT_YEAR, "maximum": LAST_ASSESSMENT_YEAR},
        ),
        ("ods_code", "string", strict | {"pattern": inside(CODE_PATTERN), "enum": facts.trusts}),
        ("care_setting", "string", strict | {"enum": [s.name for s in definitions().care_settings]}),
        ("pillar", "string", strict | {"enum": [*definitions().framework.pillar_keys]}),
        ("domain", "string", {"pattern": inside(KEY_PATTERN), "maxLength": 60}),
        ("score", "number", strict | {"minimum": SCORE_MIN, "maximum": SCORE_MAX}),
    ]
    schema = Schema.from_descriptor(
        {"fields": [{"name": n, "type": t, "constraints": c} for n, t, c in fields], "primaryKey": KEY}
    )
    resource = Resource(
        path=file.name, basepath=str(file.parent), schema=schema, detector=Detector(sample_size=10)
    )
    # Without a limit of its own it stops at a thousand errors.
    report = resource.validate(Checklist(), limit_errors=10**9)
    lines: dict[str, list[int]] = {}
    for kind, field, line in report.flatten(["type", "fieldName", "rowNumber"]):
        lines.setdefault("twice" if kind == "primary-key" else str(field), []).append(int(line))
    return {rule: (len(set(rows)), min(rows)) for rule, rows in lines.items()}


def inside(pattern: str) -> str:
    """A pattern without its anchors, which frictionless adds itself."""
    return re.sub(r"^\^|\$$", "", pattern)


@dataclass(frozen=True)
class Peer:
    """What the check is held against: the package that it needs, how it is done, whether that is all of the
    rules, and how many times faster the check is to be.
    """

    name: str
    package: str
    validate: Callable[[Path, Facts], Found]
    narrow: bool
    target: float


PEERS: Iterable[Peer] = (
    Peer("pandera, the same rules", "pandera", with_pandera, narrow=False, target=3.0),
    Peer("pandera, only cells and keys", "pandera", with_pandera_narrow, narrow=True, target=3.0),
    Peer("frictionless, only cells and keys", "frictionless", with_frictionless, narrow=True, target=10.0),
)
