"""How long a pack of the largest system takes in each format: the first one of a process, and another.

Made to be run by hand: python tests/bench/bench_packs.py [STORE]
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmark.common.scope import Scope
from benchmark.core.settings import Settings
from benchmark.documents.formats import FORMATS, written
from benchmark.documents.model import Pack
from benchmark.questions.board.choices import Choices
from benchmark.questions.board.pack import board_pack
from benchmark.returns.submit.bundled import prepare_store

LARGEST = Scope("QYG", 2025)


def seconds(make: Callable[[], object]) -> float:
    start = time.perf_counter()
    make()
    return time.perf_counter() - start


def main(store: Path) -> None:
    publication = prepare_store(Settings(store=store))
    for times in ("first", "again"):
        made: list[Pack] = []
        took = seconds(lambda made=made: made.append(board_pack(publication, Choices(LARGEST))))
        print(f"{times}: figures and words {took:.2f} s", end="")
        for form in FORMATS:
            print(f", {form} {seconds(lambda form=form, made=made: written(made[0], form)):.2f} s", end="")
        print()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with TemporaryDirectory() as folder:
            main(Path(folder) / "store")
