"""Submits one file in a process of its own, for tests of many at once: python submitting.py STORE FILE."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from benchmark.errors import ReturnRefused
from benchmark.returns import check_return, submit_return
from benchmark.settings import Settings
from benchmark.store.publication import open_current


def main(store: str, file: str) -> None:
    """Check, say so, wait for a line on standard input, submit; print the number, or that it was refused."""
    settings = Settings(store=Path(store))
    checked = check_return(Path(file), Path(file).name, publication=open_current(settings))
    print("checked", flush=True)
    sys.stdin.readline()
    try:
        print(submit_return(settings, checked, by="A process", note="").number)
    except ReturnRefused as error:
        print(f"refused: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
