"""What a return is held against: organisations, names, what was returned before, what people confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from benchmark.returns.match import NameIndex, Organisation, name_index
from benchmark.returns.vocabulary import headings
from benchmark.store.publication import Publication

_TRUSTS = "select ods_code, name, opened_on, closed_on, fictional from publication.trusts order by ods_code"
_SYSTEMS = "select ics_code, name, valid_from, valid_to, fictional from publication.ics order by ics_code"
_SUCCESSORS = """
    select ods_code, string_agg(successor_ods_code, ', ' order by successor_ods_code)
    from publication.trust_successions group by ods_code
"""
_SETTINGS = """
    select ods_code, care_setting from publication.maturity_scores
    union select ods_code, care_setting from publication.overall_comparable
"""
_ROUNDS = "select assessment_year from publication.rounds where not fictional"
_UNIT_SCORES = """
    select assessment_year, score, ods_code, care_setting, pillar from publication.unit_pillar_scores
"""
_TABLES = "select table_name from duckdb_tables() where database_name = 'publication'"
Unit = tuple[str | None, ...]
"""A trust's code, its care setting, and of a score the pillar."""


@dataclass(frozen=True)
class Reference:
    """The facts of one publication.

    `column_aliases`: (layout, heading) -> column; `successors`: closed trust -> codes in words;
    `rounds`: years of the assessment; `returned_settings`: units of any round; `unit_scores`:
    year -> unit -> score.
    """

    publication: Publication
    trust_names: NameIndex
    system_names: NameIndex
    successors: Mapping[str, str]
    column_aliases: Mapping[tuple[str, str], str]
    tables: frozenset[str]
    rounds: frozenset[int]
    returned_settings: frozenset[Unit]
    unit_scores: Mapping[int, Mapping[Unit, float]]

    def names(self, refers_to: str, confirmed: Mapping[str, str]) -> NameIndex:
        """The names of trusts or systems, with what a person has confirmed for this file."""
        index = self.trust_names if refers_to == "trusts" else self.system_names
        return index.with_confirmed(confirmed)


@lru_cache(maxsize=8)
def reference(publication: Publication) -> Reference:
    """The facts of a publication, read once: it never changes."""
    tables = frozenset(name for (name,) in publication.rows(_TABLES))
    shipped = {variant.name: variant.ods_code for variant in headings().names}
    aliases = shipped | _confirmed_names(publication, tables)
    return Reference(
        publication=publication,
        trust_names=name_index(_organisations(publication, _TRUSTS), aliases=aliases),
        system_names=name_index(_organisations(publication, _SYSTEMS), aliases=aliases),
        successors=dict(publication.rows(_SUCCESSORS)),
        column_aliases=_confirmed_columns(publication, tables),
        tables=tables,
        rounds=frozenset(year for (year,) in publication.rows(_ROUNDS)),
        returned_settings=frozenset(publication.rows(_SETTINGS)),
        unit_scores=_scores(publication, _UNIT_SCORES),
    )


def _scores(publication: Publication, query: str) -> dict[int, dict[Unit, float]]:
    scores: dict[int, dict[Unit, float]] = {}
    for year, score, *unit in publication.rows(query):
        scores.setdefault(year, {})[tuple(unit)] = score
    return scores


def _organisations(publication: Publication, query: str) -> list[Organisation]:
    return [
        Organisation(code, name, opened or date.min, closed, fictional)
        for code, name, opened, closed, fictional in publication.rows(query)
    ]


def _confirmed_names(publication: Publication, tables: frozenset[str]) -> dict[str, str]:
    # A publication made before these kinds existed lacks their tables: nothing was confirmed then.
    if "name_aliases" not in tables:
        return {}
    return dict(publication.rows("select alias, ods_code from publication.name_aliases"))


def _confirmed_columns(publication: Publication, tables: frozenset[str]) -> dict[tuple[str, str], str]:
    if "column_aliases" not in tables:
        return {}
    query = "select layout, heading, stands_for from publication.column_aliases"
    return {(layout, heading): column for layout, heading, column in publication.rows(query)}
