"""Tells without a query in which rows of a return a rule could find something: usually in none.

Planning a query takes some milliseconds even if it finds nothing, longer than all else about a few rows.
Rows in which nothing is found may be kept, as the query decides; rows in which something is may not be lost.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.arrays import Groups, Mask, groups_of, rows_with, texts_of
from benchmark.returns.check.reference import Reference, Unit
from benchmark.returns.queries import TIMES
from benchmark.returns.recognise.organisations import Organisation
from benchmark.returns.templates.request import SETTINGS
from benchmark.store.publication import Publication, per_publication

Narrowing = Callable[[pa.Table, Reference], Mask | bool]
"""A mask of the rows, as from `pillar_rows`, that a rule need be asked about; or whether it is asked at all,
about all rows.
"""
_FEW = 1_000
"""The most rows for which planning a query takes longer than to look each row up beforehand."""
_ROUNDED = 1e-6
"""A tolerance below a query's limit, so that rounding drops no move of that size."""


def of_closed_trusts(rows: pa.Table, reference: Reference) -> Mask:
    """Rows of trusts closed before the return's last year; of all closed ones if it has none."""
    years = _years(rows)
    before = date(years[1], 4, 1) if years else date.max  # financial years begin in April
    return _of_trusts(rows, reference, lambda trust: (trust.closed_on or date.max) < before)


def of_late_trusts(rows: pa.Table, reference: Reference) -> Mask:
    """Rows of trusts that opened in the return's first year or later."""
    years = _years(rows)
    return _of_trusts(rows, reference, lambda trust: years != () and trust.opened_on.year >= years[0])


def of_unknown_rounds(rows: pa.Table, reference: Reference) -> Mask:
    """Rows of years that are no round of real organisations."""
    return ~np.isin(rows["assessment_year"].to_numpy(), list(reference.rounds))


def of_new_settings(rows: pa.Table, reference: Reference) -> Mask:
    """Rows of trusts' care settings that no earlier return has."""
    units, numbers = _units(rows, ["ods_code", "care_setting"])
    new = [unit[1] is not None and unit not in reference.returned_settings for unit in units]
    return np.array(new, dtype=bool)[numbers.of_row]


def of_moved_units(limit: float) -> Narrowing:
    """Rows of units whose scores, in the return and published, differ by the limit or more."""

    def moved(rows: pa.Table, reference: Reference) -> Mask:
        units, numbers = _units(rows, ["ods_code", "care_setting", "pillar"])
        scores, years = rows["score"].to_numpy(), rows["assessment_year"].to_numpy()
        low, high = np.full(len(units), np.inf), np.full(len(units), -np.inf)
        np.minimum.at(low, numbers.of_row, scores)
        np.maximum.at(high, numbers.of_row, scores)
        for year, score_of in reference.unit_scores.items():
            replaced = np.zeros(len(units), dtype=bool)
            replaced[numbers.of_row[years == year]] = True
            for number in np.flatnonzero(~replaced).tolist():
                if (score := score_of.get(units[number])) is not None:
                    low[number], high[number] = min(low[number], score), max(high[number], score)
        mask: Mask = (high - low >= limit - _ROUNDED)[numbers.of_row]
        return mask

    return moved


def of_targets_below(limit: float) -> Narrowing:
    """Whether a target is below a score of its pillar, of any round and setting, by the limit or more."""

    def below(rows: pa.Table, reference: Reference) -> bool:
        return len(rows) > _FEW or any(
            scores.get((trust, setting, pillar), 0.0) - target >= limit - _ROUNDED
            for trust, pillar, target in _tuples(rows, ("ods_code", "pillar", "target"))
            for scores in reference.unit_scores.values()
            for setting in SETTINGS
        )

    return below


def with_and_without_domains(rows: pa.Table, _: Reference) -> bool:
    """Whether some rows have a domain and some do not."""
    return rows["domain"].null_count not in (0, len(rows))


def compared_with_unknown_rounds(rows: pa.Table, reference: Reference) -> bool:
    """Whether a year to compare with is no round of real organisations."""
    return not reference.rounds.issuperset(pc.unique(rows["compared_with"]).to_pylist())


def with_closed_members(rows: pa.Table, reference: Reference) -> bool:
    """Whether a member of a group is closed, or will be."""
    return any(member.closed_on is not None for member in _organisations(rows, "member_code", reference))


def with_real_and_fictional_members(rows: pa.Table, reference: Reference) -> bool:
    """Whether some members of groups are real and some fictional."""
    return len({member.fictional for member in _organisations(rows, "member_code", reference)}) > 1


def with_codes_of_organisations(rows: pa.Table, reference: Reference) -> bool:
    """Whether a group has the code of an organisation."""
    return bool(_organisations(rows, "group_code", reference))


def ending_from(day: date) -> Narrowing:
    """Whether a financial year ends on this day or later."""
    return lambda rows, _: any((year + 1, 3, 31) >= day.timetuple()[:3] for year in _years(rows)[1:])


def ending_by(day: date, *, years_before: float) -> Narrowing:
    """Whether a financial year ended so many years before this day, or earlier."""
    return lambda rows, _: any(
        (year + 1 + int(years_before), 3, 31) <= day.timetuple()[:3] for year in _years(rows)[:1]
    )


def filled(*columns: str) -> Narrowing:
    """Whether a row has a value in one of these columns."""
    return lambda rows, _: any(rows[name].null_count < len(rows) for name in columns)


def saying(column: str, text: str) -> Narrowing:
    """Whether a row has this text in a column."""
    return lambda rows, _: text in pc.unique(rows[column]).to_pylist()


def where(test: Callable[[pa.Table], pa.ChunkedArray]) -> Narrowing:
    """Whether a condition on columns holds in a row; it does not where a value is missing."""
    return lambda rows, _: bool(pc.any(test(rows)).as_py())


def known(table: str, *columns: str) -> Narrowing:
    """Whether a row has the values of a row of a published table in these columns."""
    return lambda rows, reference: is_known(rows, reference.publication, f"publication.{table}", columns)


def shared(table: str, *columns: str) -> Narrowing:
    """Whether a row has the values of another row, or of one of a published table, in these columns."""

    def repeat(rows: pa.Table, _: Reference) -> bool:
        return len(rows) > _FEW or len({*_tuples(rows, columns)}) < len(rows)

    return either(repeat, known(table, *columns))


def either(*narrowings: Narrowing) -> Narrowing:
    """Whether one of several is so."""
    return lambda rows, reference: any(bool(one(rows, reference)) for one in narrowings)


def is_known(rows: pa.Table, publication: Publication, table: str, columns: tuple[str, ...]) -> bool:
    """Whether a row has the values of a row of a table, in SQL, in these columns. Many rows are taken to."""
    return len(rows) > _FEW or has_current(rows, publication, table, columns)


def has_current(rows: pa.Table, publication: Publication, table: str, columns: tuple[str, ...]) -> bool:
    """The same, of any number of rows."""
    return not _current(publication, table, columns).isdisjoint(_tuples(rows, columns))


@per_publication
def _current(publication: Publication, table: str, columns: tuple[str, ...]) -> frozenset[tuple[Any, ...]]:
    return frozenset(publication.rows(f"select distinct {', '.join(columns)} from {table}"))


def _tuples(rows: pa.Table, columns: Iterable[str]) -> list[tuple[Any, ...]]:
    return list(zip(*(rows[name].to_pylist() for name in columns), strict=True))


def _organisations(rows: pa.Table, column: str, reference: Reference) -> list[Organisation]:
    """The trusts and systems whose codes are in a column."""
    found = map(reference.member_names.organisations.get, pc.unique(rows[column]).to_pylist())
    return [organisation for organisation in found if organisation is not None]


def _years(rows: pa.Table) -> tuple[int, ...]:
    """The first and last year of a return; nothing if it has no years."""
    for name in TIMES:
        if name in rows.column_names and len(rows):
            years = pc.min_max(rows[name].combine_chunks().cast(pa.string())).as_py()
            return int(years["min"][:4]), int(years["max"][:4])
    return ()


def _of_trusts(rows: pa.Table, reference: Reference, test: Callable[[Organisation], bool]) -> Mask:
    """Rows of trusts that pass a test."""
    trusts = reference.trust_names.organisations
    passed = rows_with(rows["ods_code"].combine_chunks(), lambda code: code in trusts and test(trusts[code]))
    return np.zeros(len(rows), dtype=bool) if passed is None else passed


def _units(rows: pa.Table, unit: list[str]) -> tuple[list[Unit], Groups]:
    """The distinct values of these columns together, and for each row the number of its values."""
    columns = [rows[name].combine_chunks() for name in unit]
    numbers, first = Groups.combined([groups_of(column) for column in columns]).dense()
    return list(zip(*(texts_of(column, first) for column in columns), strict=True)), numbers
