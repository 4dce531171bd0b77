"""Runs a command and turns its errors into a sentence and an exit code."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TextIO

from benchmark.core.errors import BenchmarkError
from benchmark.surfaces.cli.parser import build_parser
from benchmark.surfaces.cli.terminal import say

INTERRUPTED, READER_GONE = 130, 141
"""What a shell gives for a process that SIGINT or SIGPIPE ended."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. Wrong options end in SystemExit(2), as argparse does."""
    arguments = build_parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        _print_anything(stream)
    try:
        # By name: the module brings pandas and DuckDB with it, which help need not wait for.
        command = getattr(import_module(arguments.module), arguments.command)
        exit_code: int = command(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return READER_GONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BenchmarkError as error:
        say(str(error), file=sys.stderr)
        return error.exit_code
    return exit_code


def _print_anything(stream: TextIO) -> None:
    """A Windows console knows few characters: one that it lacks is shown as ? and ends no command."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")


def _drop_output() -> None:
    """What is still unwritten goes nowhere: else Python would complain of the closed pipe as it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
