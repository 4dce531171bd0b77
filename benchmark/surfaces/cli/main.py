"""The command line: imports only the command that runs; an error becomes a sentence and an exit code."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import TextIO

import click

from benchmark.core.errors import BenchmarkError, nearest
from benchmark.surfaces.cli.terminal import say

PROGRAM = "python -m benchmark"
INTERRUPTED, READER_GONE = 130, 141
"""The exit codes that a shell gives for SIGINT and SIGPIPE."""
NOT_POSSIBLE = BenchmarkError.exit_code

_STORE, _LOG = "surfaces.cli.store", "surfaces.cli.log"
_SERVE = "surfaces.cli.serve"
_PEOPLE = "surfaces.cli.people"
_RETURNS, _TEMPLATES = "surfaces.cli.returns", "surfaces.cli.templates"
GROUPS = {
    "Figures": {
        "gaps": ("questions.gaps.command", "how far each trust is below a standard, pillar by pillar"),
        "spread": ("questions.gaps.command", "how far apart the trusts are on each pillar"),
        "progress": (
            "questions.progress.command",
            "whether the trusts came closer together since the round before",
        ),
        "suppliers": (
            "questions.systems.command",
            "the spread of scores on each supplier of records",
        ),
        "systems": (
            "questions.systems.command",
            "all systems side by side on one measure; no league table",
        ),
        "groups": (
            "questions.groups.command",
            "the groups of trusts or systems that are known, or the members of one",
        ),
        "position": (
            "questions.trusts.command",
            "where a trust stands among its peers, pillar by pillar",
        ),
        "peers": ("questions.trusts.command", "a trust's peers, and why these"),
        "evidence": (
            "questions.evidence.command",
            "what else is published about trusts, beside their own scores",
        ),
        "search": (
            "questions.trusts.command",
            "find a trust, a system or a pillar by name or code, misspelt or not",
        ),
        "learning": ("questions.learning.command", "which trust could help which, pillar by pillar"),
        "spend": (
            "questions.spend.command",
            "what trusts spend on IT: share of expenditure, pounds to the references, mix",
        ),
        "conditions": (
            "questions.conditions.command",
            "the conditions for success of a system or a trust, and which gaps no programme addresses",
        ),
        "plan": ("questions.plan.command", "what a fund would do at your own cost per point"),
        "plans": ("questions.plan.command", "the plans that were saved"),
        "changes": (
            "questions.changes.command",
            "what changed between two days: returns, scores, verdicts, sentences, places",
        ),
        "report": (
            "questions.board.command",
            "what a board takes away: a pack as slides, PDF, web page or workbook",
        ),
    },
    "Returns": {
        "template": (
            _TEMPLATES,
            "a file to start from: with a worked example, or filled in for a trust or a system",
        ),
        "check": (_RETURNS, "find everything that is wrong with a return; submits nothing"),
        "submit": (_RETURNS, "check a return, submit it and publish"),
        "receipt": (_RETURNS, "the receipt of a past submission, with its answers"),
        "returned": (
            "questions.returned.command",
            "who has returned a kind of return, and who has not",
        ),
    },
    "What was submitted": {
        "submissions": (_LOG, "the log of everything that was submitted"),
        "names": (_LOG, "the names and headings that people confirmed"),
        "withdraw": (_LOG, "take a submission back, and publish"),
        "restore": (_LOG, "undo the withdrawal of submission N; or make a backup the store's ledger"),
        "export": (_LOG, "a table of the publication as a file"),
    },
    "The dashboard": {
        "serve": (_SERVE, "open the dashboard on this computer in several processes, behind nginx"),
    },
    "People": {
        "grant": (_PEOPLE, "give somebody a role for a system, a group or a trust"),
        "grants": (_PEOPLE, "who may do what"),
        "end-grant": (_PEOPLE, "end a grant"),
        "peers-shown": (_PEOPLE, "how a system's trusts see each other's returns"),
        "audit": (_PEOPLE, "who did what"),
    },
    "The store": {
        "init": (_STORE, "make a store in an empty folder, from the published data"),
        "publish": (_STORE, "submit new or changed published files, and publish"),
        "verify": (_STORE, "check the ledger and the publication"),
        "move-ledger": (_STORE, "move the store's ledger to a database, or back to the store's file"),
        "backup": (_STORE, "write the ledger into one new .zip file"),
    },
}
"""Heading -> command -> its module, and what it does, in a line.

A module is imported only when its command runs, as it imports pandas and DuckDB.
"""
COMMANDS = {name: module for group in GROUPS.values() for name, (module, _) in group.items()}

_EPILOG = """
\b
Examples:
  python -m benchmark gaps --ics QYG
  python -m benchmark gaps --ics "Cheshire and Merseyside" --baseline setting_median --format csv
  python -m benchmark progress
  python -m benchmark plan --ics QYG --fund 10m --years 3 --cost-per-point 250k
  python -m benchmark template all --ics QYG --output returns.xlsx
  python -m benchmark check targets.csv
  python -m benchmark submit targets.csv --by "A. Analyst" --note "First return"
  python -m benchmark export units --format xlsx --output units.xlsx
  python -m benchmark init --store D:\\maturity

\b
Exit codes:
  0 done, 1 a check failed or a file was refused, 2 something was not understood, not readable or not possible
"""


class Commands(click.Group):
    """The commands; each is imported when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"benchmark.{COMMANDS[cmd_name]}"), cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        widest = max(map(len, COMMANDS))
        for heading, group in GROUPS.items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(widest), line) for name, (_, line) in group.items()])


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        # Imported here, so that help need not wait for them.
        settings, tomllib = import_module("benchmark.core.settings"), import_module("tomllib")
        project = tomllib.loads((settings.PROJECT_ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        click.echo(f"{project['name']} {project['version']}")
        ctx.exit()


@click.command(
    cls=Commands,
    epilog=_EPILOG,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
def commands() -> None:
    """Digital maturity of England's integrated care systems, and the store of its figures."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    _open_closed()
    for stream in (sys.stdout, sys.stderr):
        _print_anything(stream)
    try:
        # Not with click's own main, which has other exit codes for Ctrl-C and a closed pipe.
        with commands.make_context(PROGRAM, [*(sys.argv[1:] if argv is None else argv)]) as context:
            exit_code: int = commands.invoke(context) or 0
        sys.stdout.flush()
    except click.exceptions.Exit as ended:  # after help or the version
        return ended.exit_code
    except click.UsageError as error:
        _complain(*_in_words(error).splitlines())
        return error.exit_code
    except BrokenPipeError:
        _drop_output()
        return READER_GONE
    except OSError as error:
        if error.filename is not None:  # no stream
            raise
        _drop_output()
        _complain(
            f"The answer cannot be written: {error.strerror}. If the command enters something, see whether "
            f"it did: {PROGRAM} submissions"
        )
        return NOT_POSSIBLE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BenchmarkError as error:
        _complain(str(error))
        return error.exit_code
    return exit_code


def _complain(*lines: str) -> None:
    """Print to standard error, if that takes it."""
    with suppress(OSError):
        say(*lines, file=sys.stderr)


def _open_closed() -> None:
    """Open nothing in place of closed streams, as a file of the store would get their numbers."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))


def _in_words(error: click.UsageError) -> str:
    """What was wrong, what is possible, and where to read more; the help text if no arguments were given."""
    if error.ctx is None or isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    command = error.ctx.command
    parts: tuple[str, ...]
    match error:
        case click.NoSuchCommand(command_name=name):
            parts = (f"There is no command {name}.", nearest(name, COMMANDS))
        case click.NoSuchOption(option_name=name):
            options = [param for param in command.get_params(error.ctx) if isinstance(param, click.Option)]
            parts = (f"There is no option {name}.", nearest(name, [option.opts[-1] for option in options]))
        case click.MissingParameter(param=click.Option() | click.Argument() as param):
            parts = (f"{_name(param)} is missing: {param.help}.",)
        case click.BadParameter(param=click.Parameter() as param):
            parts = (f"{_name(param)}: {error.message.rstrip('.')}.",)
        case _:
            parts = (f"{error.format_message().rstrip('.')}.",)
    return " ".join([*parts, f"See {error.ctx.command_path} --help."])


def _name(param: click.Parameter) -> str:
    return param.opts[-1] if isinstance(param, click.Option) else param.human_readable_name.rstrip(".")


def _print_anything(stream: TextIO) -> None:
    """Print characters that a Windows console lacks as ?, so that none ends a command."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")


def _drop_output() -> None:
    """Drop unwritten output: otherwise Python would complain about the closed pipe at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
