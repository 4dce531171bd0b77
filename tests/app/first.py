"""What a process that has run nothing yet shows first."""

import os
from functools import cache
from pathlib import Path

from streamlit.components.v2 import manifest_scanner

from benchmark.core.settings import STORE_VARIABLE

# A visit looks through all installed packages for components: the server that processes are forked from has.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
manifest_scanner.scan_component_manifests()


def show_first(address: str, store: Path) -> int:
    """How many alerts the page has; an exception on it is raised."""
    os.environ[STORE_VARIABLE] = str(store)
    from tests.app.conftest import App

    opened = App().open(address)
    alerts = [element.value for sort in ("error", "warning", "info") for element in opened.get(sort)]
    print(*alerts, sep="\n", end="")
    return len(alerts)
