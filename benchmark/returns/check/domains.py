"""Domains of a return that nobody has scored before, and domains of a pillar that a return leaves out.

Told by counting numbers rather than by a query: a return at domain level can have a million rows, and few of
its distinct domains and units need to be looked at.
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
"""A round, a pillar, and whether the trusts are fictional: each sort is held to its own."""
Unit = tuple[int, str, str, str]
"""The fields of _UNIT."""


@dataclass(frozen=True)
class _Scored:
    """The distinct domains of a return, each in its case: a number for each row, and by number the case, the
    domain, its first line and how many rows it has. `place` is where they stand, as a finding takes it.
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
    """Questions about the domains of rows of maturity scores. `column` is the file's heading for them.

    going_on: what would stand beside the file, which is less than what stands where it replaces a submission.
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
    """Domains that no standing return of the same sort of trusts has scored on the pillar, in any round; or
    in later rounds alone, where others of the row's own round were scored.
    """
    known: dict[tuple[str, bool], set[str]] = defaultdict(set)
    first: dict[tuple[str, bool, str], int] = {}
    for (year, pillar, fictional), texts in sorted(standing.items()):
        known[pillar, fictional] |= texts
        for text in texts:
            first.setdefault((pillar, fictional, text), year)
    told: dict[tuple[str, bool, str], list[int]] = defaultdict(list)
    for number, (case, text) in enumerate(zip(scored.cases, scored.domains, strict=True)):
        year, pillar, fictional = case
        if text not in known[pillar, fictional]:
            told[pillar, fictional, text].append(number)
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
    for (pillar, fictional, text), numbers in told.items():
        options = ", ".join(sorted(known[pillar, fictional]))
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
    """Sets of domains that units leave out of what standing returns scored, or else the return's others, and
    for which the unit has no score that goes on standing.
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
    told: dict[tuple[Case, bytes], frozenset[str]] = {}  # most units of a case hold the same
    where: dict[tuple[Case, frozenset[str]], list[int]] = defaultdict(list)
    for unit, held in _domains_of(units, groups_of(columns["domain"]), is_short):
        case, same = cases[unit], (cases[unit], held.tobytes())
        if same not in told:
            told[same] = expected[case].difference(texts[at] for at in held)
        left_out = told[same] - of_units.get(names[unit], frozenset())
        if left_out:
            where[case, left_out].append(int(lines[first[unit]]))
    for ((year, pillar, _), left_out), found in where.items():
        yield finding(
            "domains_missing",
            **scored.place,
            line=min(found),
            value=", ".join(sorted(left_out)),
            count=len(found),
            year=str(year),
            pillar=definitions().framework.pillar(pillar).name,
        )


def _domains_of(units: Groups, domains: Groups, is_asked: Mask) -> Iterator[tuple[int, Rows]]:
    """The numbers of the domains of each unit that is asked about, in order, the units by their first row."""
    rows = is_asked[units.of_row]
    pairs = np.sort(units.of_row[rows] * domains.size + domains.of_row[rows])
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # not np.unique, whose hash is ten times as slow here
    of_unit, of_domain = np.divmod(pairs, domains.size)
    starts = np.flatnonzero(np.diff(of_unit, prepend=-1)).tolist()
    for start, end in pairwise([*starts, len(pairs)]):
        yield int(of_unit[start]), of_domain[start:end]


def _expected(case: Case, standing: Mapping[Case, frozenset[str]]) -> frozenset[str]:
    """What standing returns scored of the pillar in the round, or in the newest round before that has any."""
    year, *sort = case
    years = [known for known, *other in standing if other == sort and known <= year]
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
    """1 for each row of a fictional trust, 0 for each other."""
    known = reference.trust_names.organisations
    of_text = np.array([known[text].fictional for text in trusts.dictionary.to_pylist()], dtype=np.int64)
    return Groups(of_text[trusts.indices.to_numpy()], 2)


@per_publication
def _domains_of_units(publication: Publication) -> dict[Unit, frozenset[str]]:
    return _domains_by(publication, "domains_of_units")


@per_publication
def _standing_domains(publication: Publication) -> dict[Case, frozenset[str]]:
    return _domains_by(publication, "standing_domains")


def _domains_by(publication: Publication, query: str) -> dict[Any, frozenset[str]]:
    """The last column of a query's rows, by what stands before it."""
    found: dict[Any, set[str]] = defaultdict(set)
    for *of, domain in publication.rows(sql(__package__, f"scores/{query}")):
        found[tuple(of)].add(domain)
    return {of: frozenset(texts) for of, texts in found.items()}
