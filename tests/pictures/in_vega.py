"""Charts as pictures, drawn by processes of their own: what several views have alike is drawn once."""

import hashlib
import json
import shutil
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import vl_convert

from tests.pictures.seen import NARROW, Chart


def chart_picture(spec: str, target: Path) -> None:
    """Write a chart as PNG, as large as a page draws it."""
    target.write_bytes(vl_convert.vegalite_to_png(spec, scale=1))


class Pictures:
    """Charts to be pictured and where to write each."""

    def __init__(self, workers: ProcessPoolExecutor) -> None:
        self.workers = workers
        self.targets: dict[str, list[Path]] = {}
        self.begun: list[Future[None]] = []

    def want(self, chart: Chart, folder: Path) -> None:
        """Have a chart drawn at both widths."""
        for name, width in (("wide", chart.width), ("narrow", NARROW)):
            spec = json.dumps(chart.spec | {"width": width})
            targets = self.targets.setdefault(hashlib.sha256(spec.encode()).hexdigest(), [])
            targets.append(folder / f"{chart.key}.{name}.png")
            if len(targets) == 1:
                self.begun.append(self.workers.submit(chart_picture, spec, targets[0]))

    def draw(self) -> int:
        """Draw all that is wanted. Returns how many different pictures that were."""
        for one in self.begun:
            one.result()
        for first, *others in self.targets.values():
            for other in others:
                shutil.copyfile(first, other)
        return len(self.targets)
