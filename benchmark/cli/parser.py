"""The commands and options of `python -m benchmark`."""

import argparse

MEASURES, STORE = "benchmark.cli.measure_commands", "benchmark.cli.store_commands"
"""The modules that hold a function of each command's name."""

BASELINES = ("floor", "ics_best", "setting_median", "setting_upper_quartile", "own_target")
"""Written out: reading the definitions would make help wait for them. A test holds them equal."""

_EXAMPLES = """\
examples:
  python -m benchmark gaps --ics QYG
  python -m benchmark gaps --ics "Cheshire and Merseyside" --baseline setting_median --format csv
  python -m benchmark progress
  python -m benchmark publish --store D:\\maturity

exit codes:
  0 done, 1 a check failed or a file was refused, 2 something was not understood or not possible
"""


def build_parser() -> argparse.ArgumentParser:
    """The parser; what it gives has `module` and `command`, naming the function to run."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmark",
        description="Digital maturity of England's integrated care systems, and the store of its figures.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    anywhere = argparse.ArgumentParser(add_help=False)
    anywhere.add_argument(
        "--store", metavar="DIR", help="folder of the ledger and publications (or MATURITY_STORE)"
    )
    _add_measures(commands, anywhere)
    _add_store(commands, anywhere)
    return parser


def _add_measures(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", anywhere: argparse.ArgumentParser
) -> None:
    asked = argparse.ArgumentParser(add_help=False, parents=[anywhere])
    asked.add_argument("--year", type=int, metavar="YEAR", help="the round; the newest one when left out")
    asked.add_argument(
        "--footprint",
        choices=("assessed", "current"),
        default="assessed",
        help="systems as they were when assessed, or as they are now (default: assessed)",
    )
    asked.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")

    gaps = commands.add_parser(
        "gaps", parents=[asked], help="how far each trust is below a standard, pillar by pillar"
    )
    gaps.add_argument("--ics", required=True, metavar="CODE", help="the system's code, or its exact name")
    gaps.add_argument("--baseline", choices=BASELINES, default="floor", help="the standard (default: floor)")
    gaps.add_argument(
        "--level", type=float, default=3.0, metavar="LEVEL", help="the level of --baseline floor (default: 3)"
    )

    spread = commands.add_parser(
        "spread", parents=[asked], help="how far apart the trusts are on each pillar"
    )
    spread.add_argument("--ics", required=True, metavar="CODE", help="the system's code, or its exact name")

    progress = commands.add_parser(
        "progress", parents=[asked], help="whether the trusts came closer together since the round before"
    )
    progress.add_argument("--ics", metavar="CODE", help="the system's code or exact name; all when left out")
    for command in (gaps, spread, progress):
        command.set_defaults(module=MEASURES)


def _add_store(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", anywhere: argparse.ArgumentParser
) -> None:
    publish = commands.add_parser(
        "publish", parents=[anywhere], help="submit new or changed published files, and publish"
    )
    verify = commands.add_parser("verify", parents=[anywhere], help="check the ledger and the publication")
    backup = commands.add_parser("backup", parents=[anywhere], help="write the ledger into one new .zip file")
    backup.add_argument("file", metavar="FILE", help="the file to write; never overwritten")
    restore = commands.add_parser("restore", parents=[anywhere], help="make a backup the store's ledger")
    restore.add_argument("file", metavar="FILE", help="the backup")
    restore.add_argument(
        "--replace", action="store_true", help="where the store has a ledger: keep that aside and replace it"
    )
    for command in (publish, verify, backup, restore):
        command.set_defaults(module=STORE)
