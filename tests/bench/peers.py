"""The same rules in pandera and in frictionless, for bench_returns.py to hold the check against.

The rules that can be said in both: type, range, pattern and list of each column, trusts that are known, no
key twice. check_return does more in its time: encodings and delimiters, other spellings, closed trusts, the
round before, findings in words.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmark.definitions import definitions
from benchmark.store.publication import Publication
from schemas.base import (
    FIRST_ASSESSMENT_YEAR,
    KEY_PATTERN,
    LAST_ASSESSMENT_YEAR,
    SCORE_MAX,
    SCORE_MIN,
)
from schemas.returns import MaturityScore

CODE_PATTERN = r"^[A-Z0-9]{3,6}$"
WHOLE_PATTERN, NUMBER_PATTERN = r"^[+-]?[0-9]+$", r"^[+-]?[0-9]+(\.[0-9]+)?$"


def trusts_of(publication: Publication) -> list[str]:
    """The codes that a return may name."""
    return [str(code) for (code,) in publication.rows("select ods_code from publication.trusts")]


def with_pandera(file: Path, trusts: list[str]) -> int:
    """Read a file as text and hold it to the model's rules, also how numbers are written; the failures."""
    import pandas as pd
    import pandera.pandas as pa

    text = pa.DataFrameSchema(
        {
            "assessment_year": pa.Column("str", pa.Check.str_matches(WHOLE_PATTERN)),
            "score": pa.Column("str", pa.Check.str_matches(NUMBER_PATTERN)),
        }
    )
    frame = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
    return _failures(text, frame) + _failures(_typed_schema(trusts, coerce=True), frame)


def with_pandera_typed(file: Path, trusts: list[str]) -> int:
    """The same, but numbers are whatever pandas takes for one: 1e0 and +inf are let in."""
    import pandas as pd

    return _failures(_typed_schema(trusts, coerce=False), pd.read_csv(file))


def _typed_schema(trusts: list[str], *, coerce: bool) -> Any:
    import pandera.pandas as pa

    years = pa.Check.in_range(FIRST_ASSESSMENT_YEAR, LAST_ASSESSMENT_YEAR)
    scores = pa.Check.in_range(SCORE_MIN, SCORE_MAX)
    keys = [pa.Check.str_matches(KEY_PATTERN), pa.Check.str_length(max_value=60)]
    return pa.DataFrameSchema(
        {
            "assessment_year": pa.Column("int64", years, coerce=coerce),
            "ods_code": pa.Column("str", [pa.Check.str_matches(CODE_PATTERN), pa.Check.isin(trusts)]),
            "care_setting": pa.Column("str", pa.Check.isin([s.name for s in definitions().settings])),
            "pillar": pa.Column("str", pa.Check.isin([*definitions().framework.pillar_keys])),
            "domain": pa.Column("str", keys, nullable=True),
            "score": pa.Column("float64", scores, coerce=coerce),
        },
        unique=[*MaturityScore.key],
        strict=True,
    )


def _failures(schema: Any, frame: Any) -> int:
    import pandera.pandas as pa

    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        return len(error.failure_cases)
    return 0


def with_frictionless(file: Path, trusts: list[str]) -> int:
    """Read and validate a file; the number of errors."""
    from frictionless import Checklist, Detector, Resource, Schema

    strict = {"required": True}
    fields = [
        (
            "assessment_year",
            "integer",
            strict | {"minimum": FIRST_ASSESSMENT_YEAR, "maximum": LAST_ASSESSMENT_YEAR},
        ),
        ("ods_code", "string", strict | {"pattern": inside(CODE_PATTERN), "enum": trusts}),
        ("care_setting", "string", strict | {"enum": [s.name for s in definitions().settings]}),
        ("pillar", "string", strict | {"enum": [*definitions().framework.pillar_keys]}),
        ("domain", "string", {"pattern": inside(KEY_PATTERN), "maxLength": 60}),
        ("score", "number", strict | {"minimum": SCORE_MIN, "maximum": SCORE_MAX}),
    ]
    schema = Schema.from_descriptor(
        {
            "fields": [{"name": n, "type": t, "constraints": c} for n, t, c in fields],
            "primaryKey": [*MaturityScore.key],
        }
    )
    resource = Resource(
        path=file.name, basepath=str(file.parent), schema=schema, detector=Detector(sample_size=10)
    )
    # Without a limit of its own it stops at a thousand errors.
    report = resource.validate(Checklist(), limit_errors=10**9)
    return len(report.flatten(["type"]))


def inside(pattern: str) -> str:
    """A pattern without its anchors, which frictionless adds itself."""
    return re.sub(r"^\^|\$$", "", pattern)


PEERS: tuple[tuple[str, str, Callable[[Path, list[str]], int], float], ...] = (
    ("pandera", "pandera", with_pandera, 3.0),
    ("pandera, numbers as pandas takes them", "pandera", with_pandera_typed, 3.0),
    ("frictionless", "frictionless", with_frictionless, 10.0),
)
"""What it is, the package that it needs, how it is done, how many times faster the check is to be."""
