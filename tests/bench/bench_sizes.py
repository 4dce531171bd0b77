"""What a publication and each measure cost at once, ten and a hundred times the national data.

python tests/bench/bench_sizes.py prints two tables. The data is what comes with the product; each copy has
other codes, so there are so many times as many systems and trusts, with so many times as many returns. A
measure is asked once what the tests of all measures ask it: first what many share, which is then remembered,
then the quick ones; none that would take too long, or once the time for a size is over: how many are left is
said, with those that would not fit into memory. The second table has those that take longest, and all that
grow more than the data does.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.core.settings import Settings
from benchmark.returns.submit.bundled import init_store
from benchmark.store.ledger import NewSubmission, writing
from benchmark.store.publication import Publication
from benchmark.store.publication.publish import publish
from benchmark.store.storage.tables import marks
from schemas.base import Refers
from schemas.kinds import KINDS
from tests.bench.bench_readers import _head
from tests.unit.questions.every_measure import FIGURES

TIMES = (1, 10, 100)
LONGEST_SECONDS, SECONDS_OF_A_SIZE = 10.0, 60.0
"""What a measure may take at a size, by what it took at the one before, and what all may take together."""
MOST_MEMORY = 10 * 2**30
"""Bytes of addresses: some measures hold each trust against each other one."""
SHOWN = 12
MORE_THAN_LINEAR = 1.5
"""Times as much as the data grew by; less is noise."""
LEAST_SECONDS = 0.1
"""What takes less at the largest size is not looked at."""
OWN_CODES = ("ods_code", "ics_code")
NAMES = ("name",)
NOT_COPIED = ("groups", "plans", "board_packs")
"""Codes stand in lists there."""


def copied(rows: pa.Table, kind: str, copy: int) -> pa.Table:
    """The rows of organisations that nobody else has: their codes and names end in another number."""
    fields = KINDS[kind].model_fields
    codes = {
        name
        for name, field in fields.items()
        if name in OWN_CODES
        or any(isinstance(mark, Refers) and mark.to != "pillars" for mark in marks(field))
    }
    for place, name in enumerate(rows.column_names):
        if name in codes or (name in NAMES and codes):
            other = pc.binary_join_element_wise(rows[name].cast(pa.string()), f"{copy:02d}", "")
            rows = rows.set_column(place, name, other)
    return rows


def grown(folder: Path, base: Publication, times: int) -> tuple[Publication, float, float]:
    """A publication of so many times the data, the seconds of publishing it, and its size in megabytes."""
    settings = Settings(store=folder / f"times_{times}")
    init_store(settings)
    with writing(settings) as ledger:
        for kind in KINDS:
            with base.cursor() as cursor:
                query = f"select * exclude (submission_id, line) from publication.{kind} order by all"
                rows = cursor.sql(query).to_arrow_table()
            if times == 1 or not len(rows) or kind in NOT_COPIED:
                continue
            table = pa.concat_tables([copied(rows, kind, copy) for copy in range(1, times)])
            lines = pa.array(range(2, len(table) + 2), pa.int32())
            ledger.submit(
                NewSubmission(
                    kind=kind,
                    file_name=f"{kind}.csv",
                    content=f"{kind}, {times} times".encode(),
                    table=table.append_column("line", lines),
                    submitted_by="A benchmark",
                    note="Made up",
                    origin="published",
                )
            )
    for file in settings.publications.glob("*"):
        file.unlink()
    began = time.perf_counter()
    publication = publish(settings)
    return publication, time.perf_counter() - began, publication.file.stat().st_size / 1e6


def asked(publication: Publication, before: dict[str, float]) -> dict[str, float]:
    """The seconds on the clock that each measure's answer takes. before: those of a tenth of the data."""
    taken: dict[str, float] = {}
    for name in sorted(before, key=lambda name: (not name.startswith("common."), before[name])):
        if before[name] * 10 < LONGEST_SECONDS and sum(taken.values()) < SECONDS_OF_A_SIZE:
            began = time.perf_counter()
            with suppress(MemoryError, duckdb.OutOfMemoryException):
                FIGURES[name](publication)
                taken[name] = time.perf_counter() - began
    return taken


def of_measures(taken: dict[int, dict[str, float]]) -> Iterator[str]:
    """The rows of the table of measures, the longest first."""
    longest = {name: max(each.get(name, 0.0) for each in taken.values()) for name in FIGURES}
    for place, name in enumerate(sorted(longest, key=lambda name: -longest[name])):
        grew = [
            taken[more][name] / taken[less][name] * less / more
            for less, more in pairwise(TIMES)
            if taken[more].get(name, 0.0) >= LEAST_SECONDS
        ]
        if place < SHOWN or max(grew, default=0.0) > MORE_THAN_LINEAR:
            cells = [f"{taken[times][name]:.2f}" if name in taken[times] else "not asked" for times in TIMES]
            yield f"| {name} | {' | '.join(cells)} | {', '.join(f'{one:.1f}' for one in grew)} |"


def main() -> None:
    """Print both tables."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    with tempfile.TemporaryDirectory(prefix="sizes-") as name:
        base = init_store(Settings(store=Path(name) / "base"))
        print(_head("Times the data", "Publish, s", "The file, MB", "All measures, s", "Not asked"))
        taken: dict[int, dict[str, float]] = {}
        for times in TIMES:
            publication, seconds, size = grown(Path(name), base, times)
            before = taken.get(times // 10, dict.fromkeys(FIGURES, 0.0))
            taken[times] = asked(publication, before)
            total, left = sum(taken[times].values()), len(FIGURES) - len(taken[times])
            print(f"| {times} | {seconds:.1f} | {size:.0f} | {total:.1f} | {left} |", flush=True)
        print(f"\n{_head('Measure', *(f'{times}, s' for times in TIMES), 'Growth, by that of the data')}")
        for row in of_measures(taken):
            print(row)


if __name__ == "__main__":
    main()
