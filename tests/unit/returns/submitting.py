"""Submits one file in a process of its own, for tests of many at once."""

from multiprocessing.connection import Connection
from pathlib import Path

from benchmark.core.errors import ReturnRefused
from benchmark.core.settings import Settings
from benchmark.returns import check_return, submit_return
from benchmark.store.publication import open_current


def submit_when_told(settings: Settings, file: Path, expected: Connection) -> None:
    """Check, say so, wait until something is said, submit; say the number, or that it was refused."""
    checked = check_return(file, file.name, publication=open_current(settings))
    expected.send("checked")
    expected.recv()
    try:
        expected.send(str(submit_return(settings, checked, by="A process", note="").number))
    except ReturnRefused as error:
        expected.send(f"refused: {error}")
