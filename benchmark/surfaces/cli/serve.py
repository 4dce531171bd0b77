"""The command that runs the dashboard in several processes."""

import sys
import tempfile
from pathlib import Path

import click

from benchmark.core.errors import BenchmarkError
from benchmark.core.settings import Settings
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.terminal import say
from benchmark.surfaces.server.workers import LOOPBACK, MOST_WORKERS, Workers


@options.command("serve --workers 2", "serve --workers 4 --port 8600")
@click.option(
    "--workers", type=options.whole_number, default=2, metavar="N", help="how many processes (default: 2)"
)
@click.option(
    "--port",
    type=options.whole_number,
    default=8501,
    metavar="PORT",
    help="nginx listens there (default: 8501)",
)
@options.store
def serve(*, settings: Settings, workers: int, port: int) -> None:
    """Open the dashboard on this computer in several processes, behind nginx.

    Each visitor comes back to the same process. Ctrl-C ends all of them.
    """
    if not 1 <= workers <= MOST_WORKERS:
        raise BenchmarkError(f"{workers} workers are not possible.", fix=f"Name 1 to {MOST_WORKERS}.")
    if not 1 <= port <= 65_535:
        raise BenchmarkError(f"{port} is no port.", fix="Name one from 1 to 65535.")
    with tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        several = Workers(settings, number=workers, port=port, folder=Path(folder))
        say(f"Open http://{LOOPBACK}:{port}. Processes: {workers}. Ctrl-C ends them.", file=sys.stderr)
        several.run(say=lambda line: say(line, file=sys.stderr))
