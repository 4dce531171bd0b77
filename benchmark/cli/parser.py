"""The commands and options of `python -m benchmark`."""

import argparse
from datetime import date
from typing import TypeAlias

MEASURES, STORE = "benchmark.cli.measure_commands", "benchmark.cli.store_commands"
RETURNS, LOG = "benchmark.cli.return_commands", "benchmark.cli.log_commands"
"""The modules that hold a function of each command's name."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

BASELINES = ("floor", "ics_best", "setting_median", "setting_upper_quartile", "own_target")
"""Written out: reading the definitions would make help wait for them. A test holds them equal."""

_EXAMPLES = """\
examples:
  python -m benchmark gaps --ics QYG
  python -m benchmark gaps --ics "Cheshire and Merseyside" --baseline setting_median --format csv
  python -m benchmark progress
  python -m benchmark check targets.csv
  python -m benchmark submit targets.csv --by "A. Analyst" --note "First return"
  python -m benchmark export units --format xlsx --output units.xlsx
  python -m benchmark publish --store D:\\maturity

exit codes:
  0 done, 1 a check failed or a file was refused, 2 something was not understood, not readable or not possible
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
    _add_returns(commands, anywhere)
    _add_log(commands, anywhere)
    _add_store(commands, anywhere)
    return parser


def _add_measures(commands: Commands, anywhere: argparse.ArgumentParser) -> None:
    asked = argparse.ArgumentParser(add_help=False, parents=[_past(anywhere)])
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


def _add_returns(commands: Commands, anywhere: argparse.ArgumentParser) -> None:
    read = argparse.ArgumentParser(add_help=False, parents=[anywhere])
    read.add_argument("file", metavar="FILE", help="the return, CSV or .xlsx; - reads standard input")
    read.add_argument("--kind", metavar="KIND", help="what the file is; found by its headings when left out")
    read.add_argument("--year", type=int, metavar="YEAR", help="the round, where no column of the file says")
    for option, metavar, told in (
        ("--map", "HEADING=COLUMN", "which column a heading is; HEADING= leaves it out; may be given again"),
        ("--name", "NAME=CODE", "which organisation a name is, by its ODS code; may be given again"),
    ):
        read.add_argument(
            option, action="append", default=[], type=_pair_from_the_right, metavar=metavar, help=told
        )

    check = commands.add_parser(
        "check", parents=[read], help="tell everything that is wrong with a return; submits nothing"
    )
    check.add_argument("--format", choices=("table", "json", "csv"), default="table", help="default: table")

    submit = commands.add_parser("submit", parents=[read], help="check a return, submit it and publish")
    submit.add_argument("--by", required=True, metavar="NAME", help="who submits it")
    submit.add_argument("--note", required=True, metavar="TEXT", help="what it is, for those who come later")
    submit.add_argument(
        "--answer",
        action="append",
        default=[],
        type=_pair,
        metavar="CODE=TEXT",
        help="the answer to a question that check asks; may be given again",
    )
    submit.add_argument("--format", choices=("table", "json"), default="table", help="default: table")

    template = commands.add_parser(
        "template", parents=[anywhere], help="a CSV to start from, with a worked example"
    )
    template.add_argument("kind", metavar="KIND", help="the kind of return, such as own_targets")
    template.add_argument("--output", metavar="FILE", help="where to; standard output when left out")
    for command in (check, submit, template):
        command.set_defaults(module=RETURNS)


def _add_log(commands: Commands, anywhere: argparse.ArgumentParser) -> None:
    submissions = commands.add_parser(
        "submissions", parents=[_past(anywhere)], help="the log of everything that was submitted"
    )
    submissions.add_argument("--kind", metavar="KIND", help="of this kind only")
    submissions.add_argument("--state", choices=("standing", "withdrawn"), help="in this state only")
    submissions.add_argument("--by", metavar="NAME", help="submitted by this person only")
    submissions.add_argument(
        "--format", choices=("table", "csv", "json"), default="table", help="default: table"
    )

    withdraw = commands.add_parser("withdraw", parents=[anywhere], help="take a submission back, and publish")
    withdraw.add_argument("number", type=int, metavar="N", help="the submission's number")
    withdraw.add_argument("--reason", required=True, metavar="TEXT", help="why; kept in the log")

    restore = commands.add_parser(
        "restore",
        parents=[anywhere],
        help="let submission N stand again; or make a backup the store's ledger",
    )
    restore.add_argument(
        "file",
        metavar="N|FILE",
        help="a submission's number; anything else is a backup (./7 for one called 7)",
    )
    restore.add_argument("--reason", metavar="TEXT", help="why a submission stands again; kept in the log")
    restore.add_argument(
        "--replace", action="store_true", help="where the store has a ledger: keep that aside and replace it"
    )
    for command in (withdraw, restore):
        command.add_argument("--by", metavar="NAME", help="who says so (default: the user of this computer)")

    export = commands.add_parser(
        "export", parents=[_past(anywhere)], help="a table or view of the publication as a file"
    )
    export.add_argument("view", metavar="VIEW", help="such as units; one that is unknown lists them all")
    export.add_argument("--format", choices=("csv", "xlsx", "parquet"), default="csv", help="default: csv")
    export.add_argument("--output", metavar="FILE", help="where to; standard output when left out")
    for command in (submissions, withdraw, restore, export):
        command.set_defaults(module=LOG)


def _past(anywhere: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The options of commands that can show a past day."""
    past = argparse.ArgumentParser(add_help=False, parents=[anywhere])
    past.add_argument(
        "--as-at", type=_day, metavar="YYYY-MM-DD", help="as it stood at the end of this day (UTC)"
    )
    return past


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-01-31") from None


def _pair(text: str) -> tuple[str, str]:
    """A code, and all that follows the first sign of equality."""
    code, sign, answer = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"{text} has no = in it")
    return code.strip(), answer.strip()


def _pair_from_the_right(text: str) -> tuple[str, str]:
    """What is written in a file, whatever signs it has, and what it stands for."""
    written, sign, stands_for = text.rpartition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"{text} has no = in it")
    return written.strip(), stands_for.strip()


def _add_store(commands: Commands, anywhere: argparse.ArgumentParser) -> None:
    publish = commands.add_parser(
        "publish", parents=[anywhere], help="submit new or changed published files, and publish"
    )
    verify = commands.add_parser("verify", parents=[anywhere], help="check the ledger and the publication")
    backup = commands.add_parser("backup", parents=[anywhere], help="write the ledger into one new .zip file")
    backup.add_argument("file", metavar="FILE", help="the file to write; never overwritten")
    for command in (publish, verify, backup):
        command.set_defaults(module=STORE)
