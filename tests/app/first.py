"""What a process that has run nothing yet shows first."""

import os
from pathlib import Path

from benchmark.core.settings import STORE_VARIABLE


def show_first(address: str, store: Path) -> int:
    """How many alerts the page has; an exception on it is raised."""
    os.environ[STORE_VARIABLE] = str(store)
    from tests.app.conftest import App

    opened = App().open(address)
    alerts = [element.value for sort in ("error", "warning", "info") for element in opened.get(sort)]
    print(*alerts, sep="\n", end="")
    return len(alerts)
