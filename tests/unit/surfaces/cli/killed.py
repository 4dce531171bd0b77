"""A command of the product that is killed after its commit, at the first line of publishing."""

import os
import signal
import sys
from types import FrameType
from typing import Any

from benchmark.surfaces.cli.main import main


def killed_before_publishing(arguments: list[str]) -> int:
    """Run a command; it comes back only where nothing is published."""

    def trace(frame: FrameType, event: str, argument: Any) -> None:
        if frame.f_code.co_name == "build" and frame.f_code.co_filename.endswith("publish.py"):
            os.kill(os.getpid(), signal.SIGKILL)

    sys.settrace(trace)
    return main(arguments)
