"""Speed of a return of a million rows, as ratios in one run. Not a test: python tests/bench/bench_returns.py

Ratios, not seconds, because machines differ: check and submit against DuckDB's own read_csv of the same file
with types into a table, against pydantic row by row on a tenth of it, and on a smaller file against pandera
and frictionless on the same rules, where they are installed (requirements-bench.txt).
"""

import csv
import io
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from itertools import cycle, islice, product
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmark.definitions import definitions
from benchmark.returns import check_return, submit_return
from benchmark.returns.published import prepare_store
from benchmark.settings import Settings
from benchmark.store.publication import Publication
from schemas.returns import MaturityScore
from tests.bench.peers import PEERS, trusts_of

ROWS = 1_000_000
PEER_ROWS = 100_000
WRONG_EVERY = 100
TARGET_OF_DUCKDB = 4.0
TARGET_MEMORY = 1.5e9
_RAW = """
    create or replace table typed as select * from read_csv($file, header = true, columns = {
        'assessment_year': 'bigint', 'ods_code': 'varchar', 'care_setting': 'varchar', 'pillar': 'varchar',
        'domain': 'varchar', 'score': 'double'})
"""


def make_file(file: Path, publication: Publication, *, rows: int, wrong: bool) -> Path:
    """Maturity scores of every open trust, at domain level; 1% out of range when `wrong`."""
    trusts = [
        code
        for (code,) in publication.rows("select ods_code from publication.trusts where closed_on is null")
    ]
    settings = [setting.name for setting in definitions().settings]
    domains = [f"domain_{number:03d}" for number in range(1, 1 + rows // (len(trusts) * 28) + 1)]
    keys = product(domains, trusts, settings, definitions().framework.pillar_keys)
    scores = cycle(f"{1 + step / 10:.1f}" for step in range(41))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(MaturityScore.model_fields)
        for number, (domain, trust, setting, pillar) in enumerate(islice(keys, rows)):
            score = "5.5" if wrong and number % WRONG_EVERY == 0 else next(scores)
            writer.writerow((2025, trust, setting, pillar, domain, score))
    return file


def timed(work: Callable[[], object], *, times: int = 3) -> float:
    """Seconds of the quickest of several runs."""
    return min(_seconds(work) for _ in range(times))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def duckdb_seconds(file: Path, folder: Path) -> float:
    """DuckDB's own reading of the file, typed, into a table of a database file."""
    connection = duckdb.connect(str(folder / "raw.duckdb"))
    try:
        return timed(lambda: connection.execute(_RAW, {"file": str(file)}))
    finally:
        connection.close()


def row_by_row_seconds(file: Path) -> float:
    """pydantic on every row of a tenth of the file, times ten."""
    text = file.read_text(encoding="utf-8")

    def work() -> None:
        for row in islice(csv.DictReader(io.StringIO(text)), ROWS // 10):
            MaturityScore.model_validate(row)

    return timed(work, times=1) * 10


def print_peers(folder: Path, publication: Publication) -> None:
    """Print how many times faster the check is than each of the others, on a file that all of them finish."""
    files = [
        make_file(folder / f"small_{wrong}.csv", publication, rows=PEER_ROWS, wrong=wrong)
        for wrong in (False, True)
    ]
    expected = [0, PEER_ROWS // WRONG_EVERY]
    own = [timed(partial(check_return, file, file.name, publication=publication)) for file in files]
    trusts = trusts_of(publication)
    for name, package, validate, target in PEERS:
        if find_spec(package) is None:
            print(f"{package} is not installed, so nothing is held against it: see requirements-bench.txt.")
            continue
        found = [validate(file, trusts) for file in files]
        if found != expected:
            sys.exit(f"{name} finds {found} errors where there are {expected}: not the same rules.")
        theirs = [timed(partial(validate, file, trusts), times=1) for file in files]
        good, wrong = (seconds / ours for seconds, ours in zip(theirs, own, strict=True))
        print(
            f"{name} / check, {PEER_ROWS:,} rows: {good:.1f}, "
            f"with 1% of rows wrong {wrong:.1f} (target {target:g})"
        )


def main() -> None:
    """Print the ratios, and whether the targets are met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        publication = prepare_store(Settings(store=folder / "store"))
        good = make_file(folder / "good.csv", publication, rows=ROWS, wrong=False)
        wrong = make_file(folder / "wrong.csv", publication, rows=ROWS, wrong=True)
        check = timed(lambda: check_return(good, good.name, publication=publication))
        check_wrong = timed(lambda: check_return(wrong, wrong.name, publication=publication))
        checked = check_return(good, good.name, publication=publication)
        answers = {entry.code: "Invented for the benchmark" for entry in checked.questions}
        submit = _seconds(
            lambda: submit_return(
                Settings(store=folder / "store"),
                checked,
                by="Bench",
                note="",
                answers=answers,
                publish_now=False,
            )
        )
        raw = duckdb_seconds(good, folder)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        naive = row_by_row_seconds(good)
        print(f"{ROWS:,} rows: DuckDB {raw:.2f} s, check {check:.2f} s, submit {submit:.2f} s")
        print(
            f"check + submit / DuckDB's read_csv: {(check + submit) / raw:.1f} (target {TARGET_OF_DUCKDB:g})"
        )
        print(f"1% of rows wrong / none wrong: {check_wrong / check:.2f} (target 2)")
        print(f"pydantic row by row / check: {naive / check:.1f}")
        print(f"memory: {memory / 1e9:.2f} GB (target {TARGET_MEMORY / 1e9:g})")
        print_peers(folder, publication)


if __name__ == "__main__":
    main()
