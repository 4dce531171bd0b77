"""What a publication must satisfy before anybody sees it."""

from dataclasses import dataclass

import duckdb

from benchmark.definitions import definitions
from benchmark.errors import PublicationRefused
from schemas.kinds import KINDS

_REFERENCES = (
    ("memberships", "ods_code", "trusts", "ods_code"),
    ("memberships", "ics_code", "ics", "ics_code"),
    ("ics_successions", "ics_code", "ics", "ics_code"),
    ("ics_successions", "successor_ics_code", "ics", "ics_code"),
    ("trust_successions", "ods_code", "trusts", "ods_code"),
    ("trust_successions", "successor_ods_code", "trusts", "ods_code"),
    ("epr_suppliers", "ods_code", "trusts", "ods_code"),
    ("trust_context", "ods_code", "trusts", "ods_code"),
    ("maturity_scores", "ods_code", "trusts", "ods_code"),
    ("maturity_scores", "pillar", "pillars", "pillar"),
    ("overall_comparable", "ods_code", "trusts", "ods_code"),
    ("icb_maturity_scores", "ics_code", "ics", "ics_code"),
    ("icb_maturity_scores", "pillar", "pillars", "pillar"),
    ("icb_overall_comparable", "ics_code", "ics", "ics_code"),
    ("own_targets", "ods_code", "trusts", "ods_code"),
    ("own_targets", "pillar", "pillars", "pillar"),
)
"""(table, column) that must be found in (table, column)."""

_SCORES = (
    ("maturity_scores", "score"),
    ("overall_comparable", "score"),
    ("icb_maturity_scores", "score"),
    ("icb_overall_comparable", "score"),
    ("own_targets", "target"),
)

_VIEW_KEYS = {
    "unit_pillar_scores": ("assessment_year", "ods_code", "care_setting", "pillar"),
    "footprints": ("assessment_year", "footprint"),
    "footprint_systems": ("assessment_year", "footprint", "ics_code"),
    "footprint_memberships": ("assessment_year", "footprint", "ods_code"),
    "units": ("assessment_year", "ods_code", "care_setting"),
    "latest_trust_context": ("ods_code",),
}
"""What names a row of each view: its stated grain."""


@dataclass(frozen=True)
class Fault:
    """A check that failed: the table, and what is wrong in words."""

    table: str
    message: str


def check_publication(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise PublicationRefused with every fault of the tables in the connection's current database."""
    faults = publication_faults(connection)
    if faults:
        listed = "; ".join(f"{fault.table}: {fault.message}" for fault in faults)
        raise PublicationRefused(
            f"The publication fails {len(faults)} of its checks: {listed}.",
            fix="The publication in use stays as it was. Withdraw the submission at fault, then publish again.",
        )


def publication_faults(connection: duckdb.DuckDBPyConnection) -> list[Fault]:
    """Every fault: keys not unique, codes unknown, scores out of range."""
    keys = {kind: model.key for kind, model in KINDS.items()} | _VIEW_KEYS
    scale = definitions().framework.scale
    faults = []
    for table, key in keys.items():
        repeated = _count(
            connection,
            f"select count(*) from (select 1 from {table} group by {', '.join(key)} having count(*) > 1)",
        )
        if repeated:
            faults.append(Fault(table, f"{repeated} keys ({', '.join(key)}) occur more than once"))
    for table, column, target, target_column in _REFERENCES:
        unknown = connection.execute(
            f"select distinct {column} from {table} "
            f"where {column} not in (select {target_column} from {target}) order by 1 limit 5"
        ).fetchall()
        if unknown:
            names = ", ".join(str(value) for (value,) in unknown)
            faults.append(Fault(table, f"{column} not found in {target}: {names}"))
    for table, column in _SCORES:
        outside = _count(
            connection,
            f"select count(*) from {table} where {column} is null or not {column} between ? and ?",
            [scale.lowest, scale.highest],
        )
        if outside:
            faults.append(
                Fault(table, f"{outside} values of {column} outside {scale.lowest:g} to {scale.highest:g}")
            )
    return faults


def _count(connection: duckdb.DuckDBPyConnection, query: str, parameters: list[float] | None = None) -> int:
    row = connection.execute(query, parameters or []).fetchone()
    assert row is not None
    return int(row[0])
