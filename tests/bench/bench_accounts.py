"""What trust accounts of nine million rows cost. Not a test: python tests/bench/bench_accounts.py

They are made up, in the layout of the publication, in a folder that goes again: about 300 MB. The target is a
minute and 1 GB on two processors. A workbook, whose sheets hold a million rows each, and CSV.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmark.returns.submit.intake import check_return
from tests.bench.made_accounts import lines_of_an_organisation, write_csv, write_workbook

ROWS = 9_000_000
OTHERS = 6_000
"""Lines of an organisation that nobody reads: the publication has about as many."""
TARGET_SECONDS, TARGET_MB = 60, 1_000


def main() -> None:
    """Print seconds on the clock and on the processors, memory, and whether the target is met."""
    lines = lines_of_an_organisation(OTHERS)
    names = [f"Fictional Trust {number}" for number in range(-(-ROWS // len(lines)))]
    with tempfile.TemporaryDirectory() as folder:
        for name, write in (("TAC_2023-24.xlsx", write_workbook), ("TAC_2023-24.csv", write_csv)):
            file = Path(folder) / name
            rows = write(file, names, lines)
            start, before = time.perf_counter(), sum(os.times()[:4])
            checked = check_return(file, name, publication=None)
            seconds, busy = time.perf_counter() - start, sum(os.times()[:4]) - before
            sides = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
            memory = sum(resource.getrusage(side).ru_maxrss for side in sides) / 1_000
            met = seconds <= TARGET_SECONDS and memory <= TARGET_MB
            print(
                f"{name}, {rows:,} rows, {file.stat().st_size / 10**6:,.0f} MB: {checked.rows_read:,} "
                f"organisations, {seconds:.0f} s ({busy:.0f} on the processors), at most {memory:,.0f} MB "
                f"in both processes: target {'met' if met else 'NOT met'}"
            )
            file.unlink()


if __name__ == "__main__":
    main()
