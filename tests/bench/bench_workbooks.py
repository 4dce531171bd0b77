"""What a process of its own costs a workbook. Not a test: python tests/bench/bench_workbooks.py

The same workbook is read in a child, as the product does, and by the same parser in this process: the
difference is the child's cost. It has three sizes: one trust's return, a system's, ten years of all trusts.
"""

import io
import subprocess
import sys
import time
from collections.abc import Callable
from os import times
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmark.returns.read.workbook import read_workbook
from benchmark.workbooks.book import read_book
from benchmark.workbooks.process import messages

SIZES = {"a trust's return": 7, "a system's return": 700, "all trusts' returns of ten years": 70_000}
TARGET_MS = 300
HEADER = ("assessment_year", "ods_code", "care_setting", "pillar", "domain", "score")


def workbook(rows: int) -> bytes:
    """Made-up scores of trusts that do not exist."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Return")
        sheet.write_row(0, 0, HEADER)
        for row in range(1, rows + 1):
            sheet.write_row(row, 0, (2025, f"X{row % 999:03d}", "Acute", "well_led", f"d{row % 5}", 2.5))
    return out.getvalue()


def best_ms(work: Callable[[], object], repeat: int) -> tuple[float, float]:
    """The quickest of several runs, in milliseconds: on the clock, and of processors, children's counted."""
    runs = []
    for _ in range(repeat):
        before, start = sum(times()[:4]), time.perf_counter()
        work()
        runs.append((1000 * (time.perf_counter() - start), 1000 * (sum(times()[:4]) - before)))
    return min(run[0] for run in runs), min(run[1] for run in runs)


def main() -> None:
    """Print what the child costs, and whether the target is met."""
    empty = [sys.executable, "-I", "-S", "-c", ""]
    print(
        "an empty Python process: {:.0f} ms, {:.0f} ms on the processors".format(
            *best_ms(lambda: subprocess.run(empty, check=True), 20)
        )
    )
    for name, rows in SIZES.items():
        content = workbook(rows)
        repeat = 20 if rows < 10_000 else 3
        child = best_ms(lambda: list(messages(content, memory_mb=1024, seconds=60)), repeat)  # noqa: B023
        own = best_ms(lambda: read_book(io.BytesIO(content), lambda _: None), repeat)  # noqa: B023
        whole = best_ms(lambda: read_workbook(content), repeat)  # noqa: B023
        print(
            f"{name}, {rows:,} rows: in a child {child[0]:.0f} ms ({child[1]:.0f} on the processors), "
            f"in the same process {own[0]:.0f} ({own[1]:.0f}), more {child[0] - own[0]:.0f} "
            f"(target {TARGET_MS}); laid out as well {whole[0]:.0f} ({whole[1]:.0f})"
        )


if __name__ == "__main__":
    main()
