"""The files that bench_returns.py measures: maturity scores that it makes up, in a temporary folder."""

import csv
from collections.abc import Callable, Iterator
from itertools import cycle, islice, product
from pathlib import Path

from benchmark.core.definitions import definitions
from benchmark.store.publication import Publication
from schemas.returns import MaturityScore

WRONG_EVERY = 100
JUMPING_EVERY = 200
"""One pillar of a unit in this many moves from the lowest scores to high ones, where rows are wrong."""
ROUNDS = (2024, 2025)
_UNITS = """
    select distinct ods_code, care_setting from publication.unit_pillar_scores
    where assessment_year = 2025 and not fictional order by all
"""
_CLOSED = """
    select ods_code from publication.trusts where closed_on < date '2024-01-01'
    and ods_code not in (select ods_code from publication.overall_comparable) order by all limit 1
"""
_NOT_RETURNED = """
    select ods_code, setting
    from (select distinct ods_code from publication.unit_pillar_scores where not fictional)
    cross join (select unnest($settings) as setting)
    anti join (select ods_code, care_setting as setting from publication.maturity_scores
               union select ods_code, care_setting from publication.overall_comparable)
    using (ods_code, setting) order by all limit 1
"""
Row = tuple[int, str, str, str, str, str]
"""Year, trust, setting, pillar, domain, score."""


def make_file(file: Path, publication: Publication, *, rows: int, wrong: bool) -> Path:
    """Two rounds of every unit that returned, at domain level. When `wrong`, one row in a hundred breaks a
    rule, each rule in its turn, and some pillars jump.
    """
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(MaturityScore.model_fields)
        made = _good_rows(publication, rows)
        writer.writerows(_spoilt(made, publication) if wrong else made)
    return file


def _good_rows(publication: Publication, rows: int) -> Iterator[Row]:
    units = [(str(code), str(setting)) for code, setting in publication.rows(_UNITS)]
    pillars = definitions().framework.pillar_keys
    count = 1 + rows // (len(units) * len(pillars) * len(ROUNDS))
    domains = [f"domain_{number:03d}" for number in range(1, 1 + count)]
    # Both rounds of a unit have the same scores, so that none jumps.
    scores = cycle(f"{1 + step / 10:.1f}" for step in range(41))
    made = (
        (year, trust, setting, pillar, domain, score)
        for domain, (trust, setting), pillar in product(domains, units, pillars)
        for score in [next(scores)]
        for year in ROUNDS
    )
    return islice(made, rows)


def _spoilt(made: Iterator[Row], publication: Publication) -> Iterator[Row]:
    """The rows, every hundredth one broken in the next of the ways, or put in for it."""
    ways = cycle(_ways(publication))
    jumping: dict[tuple[str, str, str], bool] = {}
    before: Row | None = None
    for number, row in enumerate(made):
        pillar_of_unit = row[1:4]
        jumps = jumping.setdefault(pillar_of_unit, len(jumping) % JUMPING_EVERY == 0)
        good = (*row[:5], "1.0" if row[0] == ROUNDS[0] else "4.5") if jumps else row
        if before is not None and number % WRONG_EVERY == 0:
            yield next(ways)(good, before)
        else:
            yield good
        before = good


def _ways(publication: Publication) -> list[Callable[[Row, Row], Row]]:
    """Each way to be wrong, given the row and the one before it: one for every rule."""
    ((closed,),) = publication.rows(_CLOSED)
    settings = [setting.name for setting in definitions().care_settings]
    ((trust, setting),) = publication.rows(_NOT_RETURNED, settings=settings)
    return [
        lambda row, _: (*row[:5], "5.5"),
        lambda row, _: (*row[:5], "three"),
        lambda row, _: (1999, *row[1:]),
        lambda row, _: (row[0], "ZZ9", *row[2:]),
        lambda row, _: (*row[:2], "Dental", *row[3:]),
        lambda row, _: (*row[:3], "magic", *row[4:]),
        lambda row, _: (*row[:4], f"9_{row[4]}", row[5]),
        lambda _, before: before,
        lambda _, before: (*before[:5], "1.1" if before[5] == "1.0" else "1.0"),
        lambda row, _: (ROUNDS[1], str(closed), *row[2:]),
        lambda row, _: (row[0], str(trust), str(setting), *row[3:]),
        lambda row, _: (2023, *row[1:]),
    ]
