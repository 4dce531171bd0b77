"""What the commands that ask a measure share: scope, heading, source line, columns."""

from argparse import Namespace
from collections.abc import Callable, Hashable, Sequence
from math import isnan
from typing import Any

from pydantic import BaseModel

from benchmark.cli.output import Column
from benchmark.definitions import definitions
from benchmark.errors import UnknownCode
from benchmark.measures.provenance import standing_submissions
from benchmark.measures.scope import (
    FOOTPRINT_IN_WORDS,
    Scope,
    comparable_rounds,
    resolve_scope,
    rounds_with_pillars,
    system_of,
)
from benchmark.reports.sources import demonstration_files, published_files
from benchmark.store.publication import Publication

SELF_ASSESSED = "self-assessed"
UNIT_COLUMNS = (
    Column("ods_code", "ODS"),
    Column("trust", "Trust"),
    Column("care_setting", "Setting"),
)


def scope_with_pillars(publication: Publication, arguments: Namespace) -> Scope:
    """The scope that the options name. UnknownCode where its round has no pillar scores."""
    scope = resolve_scope(publication, ics=arguments.ics, year=arguments.year, footprint=arguments.footprint)
    known = rounds_with_pillars(publication, fictional=is_fictional(publication, scope))
    if scope.assessment_year not in known:
        raise UnknownCode(
            f"There are no pillar scores for {scope.assessment_year}.",
            fix=f"Rounds that have them: {', '.join(map(str, known)) or 'none'}.",
        )
    return scope


def is_fictional(publication: Publication, scope: Scope) -> bool:
    """Whether an answer about the scope must say that it is fictional."""
    return system_of(publication, scope).fictional


def newest_comparable(publication: Publication) -> int:
    """The newest round with comparable overall scores; fictional trusts' where there are no others."""
    known = comparable_rounds(publication) or comparable_rounds(publication, fictional=True)
    if not known:
        raise UnknownCode("There are no comparable overall scores.", fix="Submit some, then publish.")
    return known[-1]


def heading_of(publication: Publication, scope: Scope, rounds: str, what: str) -> str:
    """An answer's first line: the system, the rounds, what is computed, the footprint, self-assessed."""
    system = system_of(publication, scope)
    # The Demonstration ICS says it in its name; another fictional system may not.
    fictional = ", fictional" if system.fictional and "fictional" not in system.name.casefold() else ""
    footprint = FOOTPRINT_IN_WORDS[scope.footprint]
    return f"{system.name} ({system.ics_code}{fictional}), {rounds}, {what}, {footprint}, {SELF_ASSESSED}"


def sources_of(publication: Publication, *kinds: str, fictional: bool = False) -> str:
    """The last line: the publications that the figures come from, and that returns are among them.

    fictional: the figures are a fictional system's, and come from what was submitted for such systems.
    """
    standing = standing_submissions(publication)
    standing = standing[standing["kind"].isin(kinds) & (standing["fictional"] == fictional)]
    shipped = {*standing.loc[standing["origin"] != "return", "file_name"]}
    files = (*published_files(), *demonstration_files())
    parts = list(dict.fromkeys(file.attribution for file in files if file.file in shipped))
    returns = int((standing["origin"] == "return").sum())
    if returns:
        parts.append(f"Returns submitted to this store: {returns}.")
    return f"Source: {' '.join(parts) or 'none.'}"


def figure_column(key: str, heading: str, write: Callable[[Any], str]) -> Column:
    """A column of figures."""
    return Column(key, heading, write, right=True)


def dumped(rows: Sequence[BaseModel]) -> list[dict[str, Any]]:
    """Result models as the records that CSV is written from."""
    return [row.model_dump() for row in rows]


def plain_record(record: dict[Hashable, Any]) -> dict[str, Any]:
    """A row as the results are: figures to three decimals, None where there is none."""
    figures = {str(key): value for key, value in record.items()}
    for key, value in figures.items():
        if isinstance(value, float):
            figures[key] = None if isnan(value) else round(value, 3) + 0.0
    return figures


def pillar_label(key: str) -> str:
    """The pillar's name by its key."""
    return definitions().framework.pillar(key).name
