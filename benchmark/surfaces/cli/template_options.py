"""The options of the command that writes templates."""

import argparse

from benchmark.surfaces.cli.options import Commands, anywhere

ALL = "all"
"""In place of a kind: a workbook of every kind that a trust or a system returns."""


def add(commands: Commands) -> argparse.ArgumentParser:
    """The command; it is told by the module of returns."""
    template = commands.add_parser(
        "template",
        parents=[anywhere()],
        help="a file to start from: with a worked example, or filled in for a trust or a system",
    )
    template.add_argument(
        "kind", metavar="KIND", help=f"the kind of return, such as own_targets, or {ALL} for a sheet of each"
    )
    whom = template.add_argument_group("for whom", "without either, nothing of an organisation is filled in")
    whom.add_argument("--trust", metavar="CODE", help="the trust's code, or its exact name")
    whom.add_argument("--ics", metavar="CODE", help="the system's code, or its exact name: all of its trusts")
    whom.add_argument(
        "--footprint",
        choices=("assessed", "current"),
        default="assessed",
        help="the system's trusts as they were when assessed, or as they are now (default: assessed)",
    )
    template.add_argument(
        "--year", type=int, metavar="YEAR", help="the round to fill in; the newest one when left out"
    )
    template.add_argument(
        "--financial-year",
        metavar="YEARS",
        help="such as 2024/25; the one before the round when left out",
    )
    template.add_argument(
        "--with-current", action="store_true", help="with the figures that stand, to correct them"
    )
    template.add_argument(
        "--domains", action="store_true", help="maturity scores by domain, as they were returned before"
    )
    template.add_argument(
        "--format",
        choices=("csv", "xlsx"),
        help=f"default: xlsx for {ALL} and where the file's name ends so, else csv",
    )
    template.add_argument("--output", metavar="FILE", help="where to; standard output when left out")
    return template
