"""What a ledger in PostgreSQL takes, held against one in the store's own file.

python tests/bench/bench_ledgers.py prints a table. Both do the same in turn, in one run, and the best of each
counts: take in a file of many rows, publish it, then the same with a file of three rows. The database runs on
the same computer, and writes to its disk before it says that something is kept.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pyarrow as pa

from benchmark.core.settings import Settings
from benchmark.store.ledger import NewSubmission
from benchmark.store.publication.publish import publish
from benchmark.store.storage.tables import arrow_types
from tests.postgresql import Postgresql
from tests.unit.store.invented import make, reference, scores, submission, submit

ROWS = 100_000
TURNS = 3
STEPS = (
    f"Take in {ROWS:,} rows",
    "Publish them",
    "Take in 3 rows",
    "Publish them with the others",
    "Another server: take over both files and publish",
)


def many(turn: int) -> NewSubmission:
    """A file of many scores that no other file has."""
    few = submission(scores(2.0, 2.5, 3.0), content=b"x" * 8 * ROWS)
    columns = few.table.slice(0, 1).to_pylist()[0] | {"domain": None, "line": None}
    table = pa.table(
        {
            name: pa.array(
                range(2, ROWS + 2)
                if name == "line"
                else (f"{turn}-{i}" for i in range(ROWS))
                if name == "domain"
                else [columns[name]] * ROWS,
                kind,
            )
            for name, kind in arrow_types(few.kind).items()
        }
    )
    return replace(few, table=table, file_name=f"many-{turn}.csv")


def taken(act: Callable[[], object]) -> float:
    """The seconds that it takes by the clock."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def turn_of(settings: Settings, turn: int) -> list[float]:
    """The seconds of each step."""
    large, small = many(turn), submission(scores(2.0, 2.5, 3.0), file_name=f"few-{turn}.csv")
    seconds = [
        taken(lambda: submit(settings, large)),
        taken(lambda: publish(settings)),
        taken(lambda: submit(settings, small)),
        taken(lambda: publish(settings)),
    ]
    if settings.database:
        other = replace(settings, store=settings.store / "other")
        if turn == 0:
            make(other)
        seconds.append(taken(lambda: publish(other)))
    return seconds


def main() -> None:
    """Print the table."""
    folder, server = Path(tempfile.mkdtemp(prefix="bench-")), Postgresql(fsync=True)
    try:
        both = [Settings(store=folder / "file"), Settings(store=folder / "copy", database=server.fresh())]
        for settings in both:
            submit(settings, *reference())
            publish(settings)
        turns = [[turn_of(settings, turn) for settings in both] for turn in range(TURNS)]
    finally:
        server.remove()
        shutil.rmtree(folder)
    best = [[min(times) for times in zip(*(turn[i] for turn in turns), strict=True)] for i in range(2)]
    print("| What | The store's file, s | PostgreSQL, s | Ratio |\n|---|---|---|---|")
    for place, what in enumerate(STEPS):
        database, file = best[1][place], best[0][place] if place < len(best[0]) else None
        beside = "" if file is None else f"{file:.2f} | {database:.2f} | {database / file:.1f}"
        print(f"| {what} | {beside or f'- | {database:.2f} | -'} |")


if __name__ == "__main__":
    main()
