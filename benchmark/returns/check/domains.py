"""Finds domains of a return that were never scored before, and domains of a pillar that it leaves out.

It counts with arrays instead of a query: a return at domain level can have a million rows, and only few
distinct domains and units need a closer look.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from benchmark.common.scope import sql
from benchmark.core.definitions import definitions
from benchmark.returns.arrays import Groups, Mask, Rows, groups_of, texts_of
from benchmark.returns.check.reference import Reference
from benchmark.returns.check.rows import CheckedRows
from benchmark.returns.findings import Finding, finding
from benchmark.store.publication import Publication, per_publication

_UNIT = ("assessment_year", "ods_code", "care_setting", "pillar")
_Rows = npt.NDArray[np.integer]
Case = tuple[int, str, bool]
"""A round, a pillar, and whether the trusts are fictional, as real ones are compared only with real ones."""
Unit = tuple[int, str, str, str]
"""The fields of _UNIT."""


@dataclass(frozen=True)
class _Scored:
    """The distinct domains of a return: for each row the domain's number, and by number the case, the domain,
    its first line and its count of rows. `place`: where they are, as arguments for a finding.
    """

    numbers: Groups
    cases: list[Case]
    domains: list[str]
    first_lines: list[int]
    counts: list[int]
    place: Mapping[str, Any]


def domain_findings(
    checked: CheckedRows, reference: Reference, *, column: str, going_on: Publication
) -> list[Finding]:
    """Questions about the domains in rows of maturity scores. `column`: the file's heading for them.

    going_on: the publication that would remain beside the file; it has less if the file replaces submissions.
    """
    table = checked.table
    if "domain" not in table.column_names or table["domain"].null_count == len(table):
        return []
    if table["domain"].null_count:
        table = table.filter(table["domain"].is_valid())
    columns = {name: table[name].combine_chunks() for name in (*_UNIT, "domain")}
    lines = table["line"].to_numpy()
    sorts = _sorts(columns["ods_code"], reference)
    by_case = [groups_of(columns["assessment_year"]), groups_of(columns["pillar"]), sorts]
    numbers, first = Groups.combined([*by_case, groups_of(columns["domain"])]).dense()
    scored = _Scored(
        numbers,
        _cases(columns, sorts, first),
        [str(text) for text in texts_of(columns["domain"], first)],
        lines[first].tolist(),
        np.bincount(numbers.of_row).tolist(),
        {"sheet": checked.sheet, "column": column},
    )
    standing = _standing_domains(reference.publication)
    missing = _missing(scored, columns, sorts, lines, standing, of_units=_domains_of_units(going_on))
    return [*_unknown(scored, standing), *missing]


def _unknown(scored: _Scored, standing: Mapping[Case, frozenset[str]]) -> Iterator[Finding]:
    """Findings for domains that no current return of the same sort of trusts has for the pillar; or that only
    later rounds have, if others are scored in the row's round.
    """
    of_pillar: dict[tuple[str, bool], set[str]] = defaultdict(set)
    first: dict[tuple[str, bool, str], int] = {}
    for (year, pillar, fictional), texts in sorted(standing.items()):
        of_pillar[pillar, fictional] |= texts
        for text in texts:
            first.setdefault((pillar, fictional, text), year)
    unknown: dict[tuple[str, bool, str], list[int]] = defaultdict(list)
    for number, (case, text) in enumerate(zip(scored.cases, scored.domains, strict=True)):
        year, pillar, fictional = case
        if text not in of_pillar[pillar, fictional]:
            unknown[pillar, fictional, text].append(number)
        elif first[pillar, fictional, text] > year and case in standing:
            yield finding(
                "domain_of_later_round",
                **scored.place,
                line=scored.first_lines[number],
                value=text,
                count=scored.counts[number],
                pillar=definitions().framework.pillar(pillar).name,
                year=str(year),
                other=str(first[pillar, fictional, text]),
                options=f"one of: {', '.join(sorted(standing[case]))}",
            )
    for (pillar, fictional, text), numbers in unknown.items():
        options = ", ".join(sorted(of_pillar[pillar, fictional]))
        yield finding(
            "domain_unknown",
            **scored.place,
            line=min(scored.first_lines[number] for number in numbers),
            value=text,
            count=sum(scored.counts[number] for number in numbers),
            pillar=definitions().framework.pillar(pillar).name,
            options=f"one of: {options}" if options else "a domain of the assessment; none was returned yet",
        )


def _missing(
    scored: _Scored,
    columns: Mapping[str, pa.Array],
    sorts: Groups,
    lines: _Rows,
    standing: Mapping[Case, frozenset[str]],
    *,
    of_units: Mapping[Unit, frozenset[str]],
) -> Iterator[Finding]:
    """Findings for sets of domains that units leave out, though current returns have them, or else others in
    this return; not if the unit keeps a current score for them.
    """
    own: dict[Case, set[str]] = defaultdict(set)
    for case, text in zip(scored.cases, scored.domains, strict=True):
        own[case].add(text)
    expected = {case: _expected(case, standing) or frozenset(texts) for case, texts in own.items()}
    units, first = Groups.combined([groups_of(columns[name]) for name in _UNIT]).dense()
    counted = [text in expected[case] for case, text in zip(scored.cases, scored.domains, strict=True)]
    counts = np.bincount(units.of_row, np.array(counted)[scored.numbers.of_row], units.size)
    cases = _cases(columns, sorts, first)
    is_short = counts < np.array([len(expected[case]) for case in cases])
    texts = columns["domain"].dictionary.to_pylist()
    short = np.flatnonzero(is_short)
    names = dict(zip(short.tolist(), _units_by_name(columns, first[short]), strict=True))
    missing: dict[tuple[Case, bytes], frozenset[str]] = {}  # most units of a case have the same domains
    where: dict[tuple[Case, frozenset[str]], list[int]] = defaultdict(list)
    for unit, held in _domains_of(units, groups_of(columns["domain"]), is_short):
        case, same = cases[unit], (cases[unit], held.tobytes())
        if same not in missing:
            missing[same] = expected[case].difference(texts[at] for at in held)
        left_out = missing[same] - of_units.get(names[unit], frozenset())
        if left_out:
            where[case, left_out].append(int(lines[first[unit]]))
    for ((year, pillar, _), left_out), lines_of_set in where.items():
        yield finding(
            "domains_missing",
            **scored.place,
            line=min(lines_of_set),
            value=", ".join(sorted(left_out)),
            count=len(lines_of_set),
            year=str(year),
            pillar=definitions().framework.pillar(pillar).name,
        )


def _domains_of(units: Groups, domains: Groups, is_asked: Mask) -> Iterator[tuple[int, Rows]]:
    """The sorted domain numbers of each unit with a question, units in order of number."""
    rows = is_asked[units.of_row]
    pairs = np.sort(units.of_row[rows] * domains.size + domains.of_row[rows])
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # not np.unique, whose hash is ten times as slow here
    of_unit, of_domain = np.divmod(pairs, domains.size)
    starts = np.flatnonzero(np.diff(of_unit, prepend=-1)).tolist()
    for start, end in pairwise([*starts, len(pairs)]):
        yield int(of_unit[start]), of_domain[start:end]


def _expected(case: Case, standing: Mapping[Case, frozenset[str]]) -> frozenset[str]:
    """The pillar's domains in current returns of the round, or else of the newest earlier round with any."""
    year, *sort = case
    years = [before for before, *other in standing if other == sort and before <= year]
    return standing[max(years), case[1], case[2]] if years else frozenset()


def _cases(names: Mapping[str, pa.Array], sorts: Groups, rows: _Rows) -> list[Case]:
    """The case of each of these rows."""
    years = names["assessment_year"].take(pa.array(rows)).to_pylist()
    pillars = map(str, texts_of(names["pillar"], rows))
    return list(zip(years, pillars, (sorts.of_row[rows] == 1).tolist(), strict=True))


def _units_by_name(names: Mapping[str, pa.Array], rows: _Rows) -> list[Unit]:
    """The unit of each of these rows."""
    year, *others = _UNIT
    years = names[year].take(pa.array(rows)).to_pylist()
    return list(zip(years, *(map(str, texts_of(names[name], rows)) for name in others), strict=True))


def _sorts(trusts: pa.DictionaryArray, reference: Reference) -> Groups:
    """1 for each row of a fictional trust, 0 for other rows."""
    trusts_by_code = reference.trust_names.organisations
    of_text = np.array(
        [trusts_by_code[text].fictional for text in trusts.dictionary.to_pylist()], dtype=np.int64
    )
    return Groups(of_text[trusts.indices.to_numpy()], 2)


@per_publication
def _domains_of_units(publication: Publication) -> dict[Unit, frozenset[str]]:
    return _domains_by(publication, "domains_of_units")


@per_publication
def _standing_domains(publication: Publication) -> dict[Case, frozenset[str]]:
    return _domains_by(publication, "standing_domains")


def _domains_by(publication: Publication, query: str) -> dict[Any, frozenset[str]]:
    """The values of a query's last column, grouped by the other columns."""
    domains: dict[Any, set[str]] = defaultdict(set)
    for *of, domain in publication.rows(sql(__package__, f"scores/{query}")):
        domains[tuple(of)].add(domain)
    return {of: frozenset(texts) for of, texts in domains.items()}
