"""The data that comes with the product, without most of it: a store of it is made in no time."""

import shutil
from pathlib import Path

from benchmark.core.settings import PROJECT_ROOT

FEW = ("fictional_ics.csv", "fictional_trusts.csv", "fictional_memberships.csv")
"""The demonstration's trusts and their systems."""


def few_data(folder: Path) -> Path:
    """A copy of data/ whose sources are these files alone."""
    data = shutil.copytree(PROJECT_ROOT / "data", folder / "data")
    for sources in data.glob("*/sources.toml"):
        first, *listed = sources.read_text(encoding="utf-8").split("[[files]]")
        kept = [entry for entry in listed if any(f'file = "{name}"' in entry for name in FEW)]
        sources.write_text("[[files]]".join([first, *kept]) if kept else "files = []", encoding="utf-8")
    return data
