"""The data to compare returns with: organisations, names, earlier returns, what people confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from benchmark.returns.recognise.organisations import (
    KnownName,
    NameIndex,
    Organisation,
    Remembered,
    name_index,
)
from benchmark.store.publication import Publication, per_publication

_TRUSTS = "select ods_code, name, opened_on, closed_on, fictional from publication.trusts order by ods_code"
_SYSTEMS = "select ics_code, name, valid_from, valid_to, fictional from publication.ics order by ics_code"
_NAMES = "select ods_code, name, state, valid_from, valid_to from publication.trust_names order by all"
_MEMBERSHIPS = "select distinct ods_code, ics_code from publication.memberships"
_CONFIRMED = """
    select sort, layout, written, stands_for, submission_id, submitted_by,
        strftime(submitted_at, '%-d %B %Y'), replaces_stands_for, replaces
    from publication.confirmed where state = 'standing' order by submission_id
"""
_SUCCESSORS = """
    select ods_code, string_agg(successor_ods_code, ', ' order by successor_ods_code)
    from publication.trust_successions group by ods_code
"""
_SETTINGS = """
    select ods_code, care_setting from publication.maturity_scores
    union select ods_code, care_setting from publication.overall_comparable
"""
_ROUNDS = "select assessment_year from publication.rounds where not fictional"
_OF_DOMAINS = "select distinct ods_code from publication.maturity_scores where domain is not null"
_UNIT_SCORES = """
    select assessment_year, score, ods_code, care_setting, pillar from publication.unit_pillar_scores
"""
_TABLES = "select table_name from duckdb_tables() where database_name = 'publication'"
Unit = tuple[str | None, ...]
"""A trust's code, its care setting, and for scores the pillar."""


@dataclass(frozen=True)
class Reference:
    """The facts of one publication.

    `systems_of`: trust -> all systems that it ever belonged to; `column_aliases`: (layout, heading) -> what a
    person confirmed; `successors`: closed trust -> codes in words; `rounds`: assessment years;
    `returned_settings`: units of any round; `unit_scores`: year -> unit -> score.
    """

    publication: Publication
    trust_names: NameIndex
    system_names: NameIndex
    member_names: NameIndex
    successors: Mapping[str, str]
    systems_of: Mapping[str, frozenset[str]]
    column_aliases: Mapping[tuple[str, str], Remembered]
    tables: frozenset[str]
    rounds: frozenset[int]
    returned_settings: frozenset[Unit]
    unit_scores: Mapping[int, Mapping[Unit, float]]

    def names(self, refers_to: str, confirmed: Mapping[str, str]) -> NameIndex:
        """The names of trusts, of systems or of both, with a person's confirmations for this file."""
        index = {"trusts": self.trust_names, "ics": self.system_names}.get(refers_to, self.member_names)
        return index.with_confirmed(confirmed)


@per_publication
def reference(publication: Publication) -> Reference:
    """The facts of a publication, read once, as it never changes."""
    tables = frozenset(name for (name,) in publication.rows(_TABLES))
    names, columns = _confirmed(publication, tables)
    trusts = _organisations(publication, _TRUSTS, _known_names(publication, tables))
    systems = _organisations(publication, _SYSTEMS, {})
    return Reference(
        publication=publication,
        trust_names=name_index(trusts, aliases=names),
        system_names=name_index(systems, aliases=names),
        member_names=name_index([*trusts, *systems], aliases=names),
        systems_of=_systems_of(publication),
        successors=dict(publication.rows(_SUCCESSORS)),
        column_aliases=columns,
        tables=tables,
        rounds=frozenset(year for (year,) in publication.rows(_ROUNDS)),
        returned_settings=frozenset(publication.rows(_SETTINGS)),
        unit_scores=_scores(publication, _UNIT_SCORES),
    )


@per_publication
def trusts_of_domains(publication: Publication) -> frozenset[str]:
    """The trusts with current scores of single domains."""
    return frozenset(trust for (trust,) in publication.rows(_OF_DOMAINS))


def _scores(publication: Publication, query: str) -> dict[int, dict[Unit, float]]:
    scores: dict[int, dict[Unit, float]] = {}
    for year, score, *unit in publication.rows(query):
        scores.setdefault(year, {})[tuple(unit)] = score
    return scores


def _organisations(
    publication: Publication, query: str, names: Mapping[str, tuple[KnownName, ...]]
) -> list[Organisation]:
    return [
        Organisation(code, name, opened or date.min, closed, fictional, names.get(code, ()))
        for code, name, opened, closed, fictional in publication.rows(query)
    ]


def _known_names(publication: Publication, tables: frozenset[str]) -> dict[str, tuple[KnownName, ...]]:
    # Publications from before names had dates lack the table: each trust then has one name.
    if "trust_names" not in tables:
        return {}
    names: dict[str, tuple[KnownName, ...]] = {}
    for code, *details in publication.rows(_NAMES):
        names[code] = (*names.get(code, ()), KnownName(*details))
    return names


def _systems_of(publication: Publication) -> dict[str, frozenset[str]]:
    systems: dict[str, frozenset[str]] = {}
    for trust, system in publication.rows(_MEMBERSHIPS):
        systems[trust] = systems.get(trust, frozenset()) | {system}
    return systems


def _confirmed(
    publication: Publication, tables: frozenset[str]
) -> tuple[dict[str, Remembered], dict[tuple[str, str], Remembered]]:
    """The confirmations that stand: by name, and by (layout, heading)."""
    # Publications from before confirmations were listed lack the table: then there are none.
    if "confirmed" not in tables:
        return {}, {}
    names: dict[str, Remembered] = {}
    columns: dict[tuple[str, str], Remembered] = {}
    for sort, layout, written, stands_for, number, by, day, instead_of, replaces in publication.rows(
        _CONFIRMED
    ):
        replaced = (instead_of, replaces) if instead_of not in (None, stands_for) else None
        confirmation = Remembered(stands_for, number, by, day, replaced)
        if sort == "name":
            names[written] = confirmation
        else:
            columns[layout, written] = confirmation
    return names, columns
