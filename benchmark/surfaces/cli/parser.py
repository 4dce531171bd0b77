"""The commands and options of `python -m benchmark`."""

import argparse

from benchmark.questions.conditions import options as condition_options
from benchmark.questions.learning import options as learning_options
from benchmark.questions.plan import options as plan_options
from benchmark.questions.spend import options as spend_options
from benchmark.questions.systems import options as system_options
from benchmark.questions.trusts import options as position_options
from benchmark.surfaces.cli import template_options
from benchmark.surfaces.cli.options import (
    Commands,
    add_clock,
    add_format,
    add_standard,
    add_system,
    anywhere,
    measured,
    past,
)

MEASURES, STORE = "benchmark.questions.gaps.command", "benchmark.surfaces.cli.store_commands"
VERIFY = "benchmark.surfaces.cli.verify_command"
RETURNS, LOG = "benchmark.surfaces.cli.return_commands", "benchmark.surfaces.cli.log_commands"
"""The modules that hold a function of each command's name."""

_EXAMPLES = """\
examples:
  python -m benchmark gaps --ics QYG
  python -m benchmark gaps --ics "Cheshire and Merseyside" --baseline setting_median --format csv
  python -m benchmark progress
  python -m benchmark plan --ics QYG --fund 10m --years 3 --cost-per-point 250k
  python -m benchmark template all --ics QYG --output returns.xlsx
  python -m benchmark check targets.csv
  python -m benchmark submit targets.csv --by "A. Analyst" --note "First return"
  python -m benchmark export units --format xlsx --output units.xlsx
  python -m benchmark init --store D:\\maturity

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
    _add_measures(commands)
    learning_options.add(commands)
    system_options.add(commands)
    condition_options.add(commands)
    spend_options.add(commands)
    position_options.add(commands)
    plan_options.add(commands)
    _add_returns(commands)
    _add_log(commands)
    _add_store(commands)
    return parser


def _add_measures(commands: Commands) -> None:
    gaps = commands.add_parser(
        "gaps", parents=[measured()], help="how far each trust is below a standard, pillar by pillar"
    )
    add_system(gaps)
    add_standard(gaps)
    spread = commands.add_parser(
        "spread", parents=[measured()], help="how far apart the trusts are on each pillar"
    )
    add_system(spread)
    progress = commands.add_parser(
        "progress",
        parents=[measured()],
        help="whether the trusts came closer together since the round before",
    )
    add_system(progress, required=False)
    for command in (gaps, spread, progress):
        command.set_defaults(module=MEASURES)


def _add_returns(commands: Commands) -> None:
    read = argparse.ArgumentParser(add_help=False, parents=[anywhere()])
    read.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="the return, CSV or .xlsx; - reads standard input; several are checked against each other",
    )
    read.add_argument("--kind", metavar="KIND", help="what the file is; found by its headings when left out")
    read.add_argument("--year", type=int, metavar="YEAR", help="the round, where no column of the file says")
    for option, metavar, told in (
        ("--map", "HEADING=COLUMN", "which column a heading is; HEADING= leaves it out; may be given again"),
        ("--name", "NAME=CODE", "which organisation a name is, by its ODS code; may be given again"),
    ):
        read.add_argument(
            option, action="append", default=[], type=_pair_from_the_right, metavar=metavar, help=told
        )

    read.add_argument(
        "--replaces",
        action="append",
        default=[],
        type=int,
        metavar="N",
        help="the number of a submission that the file takes the place of; may be given again",
    )

    check = commands.add_parser(
        "check", parents=[read], help="tell everything that is wrong with a return; submits nothing"
    )
    check.add_argument("--format", choices=("table", "json", "csv"), default="table", help="default: table")

    submit = commands.add_parser("submit", parents=[read], help="check a return, submit it and publish")
    submit.add_argument("--by", required=True, metavar="NAME", help="who submits it")
    add_clock(submit)
    submit.add_argument("--note", required=True, metavar="TEXT", help="what it is, for those who come later")
    submit.add_argument(
        "--answer",
        action="append",
        default=[],
        type=_answer,
        metavar="QUESTION=TEXT",
        help="the answer to a question, under the name that check gives it, such as "
        "score_jump::7:score; under a code alone, such as score_jump, to all of it; may be given again",
    )
    submit.add_argument("--format", choices=("table", "json"), default="table", help="default: table")

    template = template_options.add(commands)
    receipt = commands.add_parser(
        "receipt", parents=[anywhere()], help="the receipt of a past submission, with its answers"
    )
    receipt.add_argument("number", type=int, metavar="N", help="the submission's number")
    receipt.add_argument("--format", choices=("table", "json"), default="table", help="default: table")
    for command in (check, submit, template, receipt):
        command.set_defaults(module=RETURNS)


def _add_log(commands: Commands) -> None:
    submissions = commands.add_parser(
        "submissions", parents=[past()], help="the log of everything that was submitted"
    )
    submissions.add_argument("--kind", metavar="KIND", help="of this kind only")
    submissions.add_argument("--state", choices=("standing", "withdrawn"), help="in this state only")
    submissions.add_argument("--by", metavar="NAME", help="submitted by this person only")
    add_format(submissions)

    returned = commands.add_parser(
        "returned", parents=[past()], help="who has returned a kind of return, and who has not"
    )
    returned.add_argument("kind", metavar="KIND", help="the kind of return, such as it_spend")
    returned.add_argument(
        "--period", metavar="PERIOD", help="a round, or a financial year as 2025/26 (default: the newest)"
    )
    returned.add_argument("--ics", metavar="ICS", help="of this system only, by code or name")
    returned.add_argument(
        "--footprint", choices=("assessed", "current"), default="assessed", help="default: assessed"
    )
    add_format(returned)

    names = commands.add_parser(
        "names",
        parents=[past()],
        help="the names and headings that people confirmed",
        description="Each name and heading that a person confirmed with a return, and that is read so in the "
        "next file: what it stands for, by whom, when. To take one back, withdraw its number.",
    )
    add_format(names)

    withdraw = commands.add_parser(
        "withdraw", parents=[anywhere()], help="take a submission back, and publish"
    )
    withdraw.add_argument(
        "number",
        type=int,
        metavar="N",
        help="the submission's number; a name or heading that was confirmed has one too, see names",
    )
    withdraw.add_argument("--reason", required=True, metavar="TEXT", help="why; kept in the log")
    withdraw.add_argument(
        "--replaced-by",
        type=int,
        metavar="N",
        help="the version that stands in its place from then on; published data needs one",
    )

    restore = commands.add_parser(
        "restore",
        parents=[anywhere()],
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
        add_clock(command)
        command.add_argument("--by", metavar="NAME", help="who says so (default: the user of this computer)")

    export = commands.add_parser(
        "export", parents=[past()], help="a table or view of the publication as a file"
    )
    export.add_argument("view", metavar="VIEW", help="such as units; one that is unknown lists them all")
    export.add_argument("--format", choices=("csv", "xlsx", "parquet"), default="csv", help="default: csv")
    export.add_argument("--output", metavar="FILE", help="where to; standard output when left out")
    for command in (submissions, returned, names, withdraw, restore, export):
        command.set_defaults(module=LOG)


def _answer(text: str) -> str:
    """A question's name and an answer. Which sign parts them is known when the questions are: a heading can
    hold one too.
    """
    if "=" not in text:
        raise argparse.ArgumentTypeError(f"{text} has no = in it")
    return text


def _pair_from_the_right(text: str) -> tuple[str, str]:
    """What is written in a file, whatever signs it has, and what it stands for."""
    written, sign, stands_for = text.rpartition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"{text} has no = in it")
    return written.strip(), stands_for.strip()


def _add_store(commands: Commands) -> None:
    init = commands.add_parser(
        "init", parents=[anywhere()], help="make a store in an empty folder, from the published data"
    )
    publish = commands.add_parser(
        "publish", parents=[anywhere()], help="submit new or changed published files, and publish"
    )
    verify = commands.add_parser("verify", parents=[anywhere()], help="check the ledger and the publication")
    verify.add_argument(
        "--head",
        action="append",
        default=[],
        metavar="HASH",
        help="a head of the chain, of a receipt or backup, that the ledger must still hold",
    )
    verify.add_argument(
        "--receipt",
        action="append",
        default=[],
        metavar="FILE",
        help="a receipt, a backup, or the log as CSV or JSON, that must still fit the ledger",
    )
    backup = commands.add_parser(
        "backup", parents=[anywhere()], help="write the ledger into one new .zip file"
    )
    backup.add_argument("file", metavar="FILE", help="the file to write; never overwritten")
    add_clock(publish)
    verify.set_defaults(module=VERIFY)
    for command in (init, publish, backup):
        command.set_defaults(module=STORE)
