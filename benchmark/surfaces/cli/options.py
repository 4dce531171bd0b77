"""Options that several commands share, and how their values are read."""

import argparse
from datetime import date
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

BASELINES = ("floor", "ics_best", "setting_median", "setting_upper_quartile", "own_target")
"""Written out: reading the definitions would make help wait for them. A test holds them equal."""


def anywhere() -> argparse.ArgumentParser:
    """The option of every command: which store."""
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--store", metavar="DIR", help="folder of the ledger and publications (or MATURITY_STORE)"
    )
    return options


def add_clock(command: argparse.ArgumentParser) -> None:
    """The option of commands that add to the ledger: a person vouches for the computer's clock."""
    command.add_argument(
        "--at-this-time",
        action="store_true",
        help="say that this computer's clock is right, where it was doubted",
    )


def past() -> argparse.ArgumentParser:
    """The options of commands that can show a past day."""
    options = argparse.ArgumentParser(add_help=False, parents=[anywhere()])
    options.add_argument(
        "--as-at", type=_day, metavar="YYYY-MM-DD", help="as it stood at the end of this day (UTC)"
    )
    return options


def measured() -> argparse.ArgumentParser:
    """The options of every command that asks a measure: round, footprint, format, past day, store."""
    options = argparse.ArgumentParser(add_help=False, parents=[past()])
    options.add_argument("--year", type=int, metavar="YEAR", help="the round; the newest one when left out")
    options.add_argument(
        "--footprint",
        choices=("assessed", "current"),
        default="assessed",
        help="systems as they were when assessed, or as they are now (default: assessed)",
    )
    add_format(options)
    return options


def add_format(command: argparse.ArgumentParser) -> None:
    """The options that say how an answer is written, and where to."""
    command.add_argument(
        "--format", choices=("table", "csv", "json", "xlsx"), default="table", help="default: table"
    )
    command.add_argument("--output", metavar="FILE", help="write the answer into this file")


def add_system(command: argparse.ArgumentParser, *, required: bool = True) -> None:
    """The option that names a system; all systems when it is left out."""
    told = (
        "the system's code, or its exact name"
        if required
        else "the system's code or exact name; all when left out"
    )
    command.add_argument("--ics", required=required, metavar="CODE", help=told)


def add_standard(command: argparse.ArgumentParser) -> None:
    """The options that choose a standard."""
    command.add_argument(
        "--baseline", choices=BASELINES, default="floor", help="the standard (default: floor)"
    )
    command.add_argument(
        "--level", type=float, default=3.0, metavar="LEVEL", help="the level of --baseline floor (default: 3)"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-01-31") from None
