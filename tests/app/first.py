"""What a process that has run nothing yet shows first."""

import os
from pathlib import Path

from benchmark.core.settings import STORE_VARIABLE
from tests.app.visits import App


def show_first(address: str, store: Path) -> int:
    """How many alerts the page has; an exception on it is raised."""
    os.environ[STORE_VARIABLE] = str(store)
    opened = App().open(address)
    alerts = [element.value for sort in ("error", "warning", "info") for element in opened.get(sort)]
    print(*alerts, sep="\n", end="")
    return len(alerts)
