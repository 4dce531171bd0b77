"""Speed of a return of a million rows, as ratios in one run. Not a test: python tests/bench/bench_returns.py

Ratios, not seconds, because machines differ: check and submit against DuckDB's own read_csv of the same file
with types into a table, and against pydantic row by row on a tenth of it; against pandera on that file and
on a smaller one, against frictionless on that, where they are installed (requirements-bench.txt). Every tool
must find the same of each rule, or the benchmark stops.
"""

import csv
import io
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmark.core.settings import Settings
from benchmark.returns import CheckedReturn, check_return, submit_return
from benchmark.returns.submit.bundled import prepare_store
from benchmark.store.publication import Publication
from schemas.returns import MaturityScore
from tests.bench.made_returns import make_file
from tests.bench.peers import ACROSS, AGAINST, CELLS, PEERS, Facts, Peer, facts_of, found_by_check, narrowed

ROWS = 1_000_000
SMALL = 100_000
"""Rows of the file that all of the others finish in reasonable time."""
PEER_TIMES = 2
TARGET_OF_DUCKDB = 4.0
TARGET_MEMORY = 1.5e9
_RAW = """
    create or replace table typed as select * from read_csv($file, header = true, columns = {
        'assessment_year': 'bigint', 'ods_code': 'varchar', 'care_setting': 'varchar', 'pillar': 'varchar',
        'domain': 'varchar', 'score': 'double'})
"""


Times = tuple[float, ...]
"""Seconds on the clock, and seconds of all processors: the latter hardly depend on who else is at work."""


def best(work: Callable[[], object], *, times: int = 3) -> Times:
    """The quickest of several runs, on the clock and on the processors."""
    return tuple(map(min, zip(*(_both_times(work) for _ in range(times)), strict=True)))


def in_turns(*works: Callable[[], object], times: int = PEER_TIMES) -> tuple[Times, ...]:
    """The best of several runs of each, in turns, so that a busy moment meets all of them."""
    runs = [[_both_times(work) for work in works] for _ in range(times)]
    return tuple(tuple(map(min, zip(*own, strict=True))) for own in zip(*runs, strict=True))


def ratio(times: Times, of: Times) -> Times:
    """How many times as long one takes as the other."""
    return tuple(one / other for one, other in zip(times, of, strict=True))


def in_words(ratios: Times) -> str:
    """A ratio in words."""
    return f"{ratios[0]:.1f} on the clock, {ratios[1]:.1f} on the processors"


def _both_times(work: Callable[[], object]) -> Times:
    wall, processors = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processors


def duckdb_times(file: Path, folder: Path) -> Times:
    """DuckDB's own reading of the file, typed, into a table of a database file."""
    connection = duckdb.connect(str(folder / "raw.duckdb"))
    try:
        return best(lambda: connection.execute(_RAW, {"file": str(file)}))
    finally:
        connection.close()


def submit_times(store: Path, checked: CheckedReturn, *, times: int = 3) -> Times:
    """Submitting a checked file, each time into a copy of a store."""
    answers = {entry.code: "Made up, for the benchmark" for entry in checked.questions}
    copies = [store.with_name(f"{store.name}_{number}") for number in range(times)]
    for copy in copies:
        shutil.copytree(store, copy)
    waiting = (Settings(store=copy) for copy in copies)
    return best(
        lambda: submit_return(
            next(waiting), checked, by="Bench", note="", answers=answers, publish_now=False
        ),
        times=times,
    )


def row_by_row_seconds(file: Path) -> float:
    """pydantic on every row of a tenth of the file, times ten."""
    text = file.read_text(encoding="utf-8")

    def work() -> None:
        for row in islice(csv.DictReader(io.StringIO(text)), ROWS // 10):
            MaturityScore.model_validate(row)

    return best(work, times=1)[0] * 10


def print_peers(folder: Path, publication: Publication, *, rows: int, peers: Iterable[Peer]) -> None:
    """Print how many times faster the check is than each of the others, on a good file and on a bad one."""
    files = [
        make_file(folder / f"{rows}_{wrong}.csv", publication, rows=rows, wrong=wrong)
        for wrong in (False, True)
    ]
    facts = facts_of(publication)
    own = [found_by_check(check_return(file, file.name, publication=publication)) for file in files]
    if own[0] or own[1].keys() != {*CELLS, *ACROSS, *AGAINST}:
        sys.exit(f"The check finds {own}: the files are not made as they should be.")
    for peer in peers:
        if find_spec(peer.package) is None:
            print(f"{peer.package} is not installed, so nothing is held against it: requirements-bench.txt.")
            continue
        for file, found in zip(files, own, strict=True):
            expected, theirs = narrowed(found) if peer.narrow else found, peer.validate(file, facts)
            if theirs != expected:
                sys.exit(f"{peer.name}: finds {theirs} where the check finds {expected}: not the same rules.")
        ratios = [_ratio(file, publication, peer, facts) for file in files]
        print(
            f"{peer.name} / check, {rows:,} rows: {ratios[0]}, "
            f"with 1% of rows wrong {ratios[1]} (target {peer.target:g})"
        )


def _ratio(file: Path, publication: Publication, peer: Peer, facts: Facts) -> str:
    """The peer's time over the check's."""
    theirs, own = in_turns(
        partial(peer.validate, file, facts), partial(check_return, file, file.name, publication=publication)
    )
    return in_words(ratio(theirs, own))


def main() -> None:
    """Print the ratios, and whether the targets are met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        publication = prepare_store(Settings(store=folder / "store"))
        good = make_file(folder / "good.csv", publication, rows=ROWS, wrong=False)
        wrong = make_file(folder / "wrong.csv", publication, rows=ROWS, wrong=True)
        check, check_wrong = in_turns(
            *(partial(check_return, file, file.name, publication=publication) for file in (good, wrong))
        )
        checked = check_return(good, good.name, publication=publication)
        submit = submit_times(folder / "store", checked)
        raw = duckdb_times(good, folder)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        naive = row_by_row_seconds(good)
        print(f"{ROWS:,} rows: DuckDB {raw[0]:.2f} s, check {check[0]:.2f} s, submit {submit[0]:.2f} s")
        both = tuple((one + other) / theirs for one, other, theirs in zip(check, submit, raw, strict=True))
        print(f"check + submit / DuckDB's read_csv: {in_words(both)} (target {TARGET_OF_DUCKDB:g})")
        print(f"1% of rows wrong / none wrong: {in_words(ratio(check_wrong, check))} (target 2)")
        print(f"pydantic row by row / check: {naive / check[0]:.1f}")
        print(f"memory: {memory / 1e9:.2f} GB (target {TARGET_MEMORY / 1e9:g})")
        for rows, peers in ((SMALL, PEERS), (ROWS, [peer for peer in PEERS if peer.package == "pandera"])):
            print_peers(folder, publication, rows=rows, peers=peers)


if __name__ == "__main__":
    main()
