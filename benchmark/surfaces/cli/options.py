"""The class of commands, and options that several commands share. Each option is a decorator."""

import getpass
import os
import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce, wraps
from typing import Any, Final, TypeVar, get_args

import click

from benchmark.common.resolve import as_group
from benchmark.common.scope import BASES, Footprint, Standard
from benchmark.core.errors import NotAllowed, nearest
from benchmark.core.people import Person, acting, ask_who_acts
from benchmark.core.settings import Settings
from benchmark.store.people import person_for
from benchmark.store.publication import Publication
from benchmark.store.publication.essentials import expect_enough
from benchmark.store.publication.view import view_for
from benchmark.surfaces.cli.output import FORMATS, Written
from schemas.definitions import BaselineId

T = TypeVar("T")
Function = Callable[..., Any]
Decorator = Callable[[Function], Function]


_PATHS = ("FILE", "FILE...", "N|FILE", "DIR")
_NO_LETTER = re.compile(r"(?<!\\)(\\\\)*\\udc[89a-f]")
"""A byte that was no letter, as `ascii` writes what Python made of it."""


class Several(click.Option):
    """An option that takes all words up to the next option, and may be repeated."""

    def __init__(self, param_decls: Sequence[str], **settings: Any) -> None:
        super().__init__(param_decls, multiple=True, **settings)


class OneOf(click.Choice[str]):
    """A type for options with fixed values."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        return f"{value} is none of its values. {nearest(str(value), self.choices)}"


class Command(click.Command):
    """A command with examples. Options may be shortened if the beginning is unique.

    examples: without `python -m benchmark`.
    """

    def __init__(self, *args: Any, examples: Sequence[str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        program = ctx.command_path.removesuffix(f" {ctx.info_name}")
        with formatter.section("Examples"):
            formatter.write("".join(f"  {program} {example}\n" for example in self.examples))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        left = super().parse_args(ctx, [*self._written_out(ctx, args)])
        for param in self.params:  # a file's name may be of any bytes
            texts = ascii(ctx.params.get(param.name or "")) if param.metavar not in _PATHS else ""
            if _NO_LETTER.search(texts):
                raise click.BadParameter("this is no text in UTF-8", ctx, param)
        return left

    def _written_out(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments with full option names, repeated before each value of a `Several`.

        Raises BadOptionUsage for an option in place of a value: click would take it as the value.
        """
        params = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        options = {name: param for param in params for name in param.opts}
        words, written, several = deque(args), list[str](), ""
        while words:
            word = words.popleft()
            if word == "--":
                return [*written, word, *words]
            if not word.startswith("--"):
                written += [several, word] if several else [word]
                continue
            name, sign, value = word.partition("=")
            longer = [known for known in options if known.startswith(name)]
            name = longer[0] if name not in options and len(longer) == 1 else name
            option, several = options.get(name), ""
            written.append(f"{name}{sign}{value}")
            if option is None or option.is_flag or option.is_eager or sign:
                continue
            if not words or words[0] in options:
                raise click.BadOptionUsage(name, f"{name} needs a value: {option.help}.", ctx)
            written.append(words.popleft())
            several = name if isinstance(option, Several) else ""
        return written


def command(*examples: str) -> Callable[[Function], Command]:
    """Decorator: make a function a command."""
    return click.command(cls=Command, examples=examples)


def together(*decorators: Decorator) -> Decorator:
    """Several decorators as one, in the order of the help text."""
    return lambda function: reduce(lambda made, decorator: decorator(made), reversed(decorators), function)


OPERATOR_VARIABLE = "MATURITY_OPERATOR"


def _value(read: Callable[[str], T], what: str) -> Callable[[str], T]:
    """The type of options whose values `read` reads; what else is given is not `what`."""

    def value(text: str) -> T:
        try:
            return read(text)
        except ValueError:
            raise ValueError(f"{text} is not {what}") from None

    return value


whole_number = _value(int, "a whole number")
number = _value(float, "a number")
day = _value(date.fromisoformat, "a day such as 2026-01-31")


LENGTH_OF_DIGEST: Final = 12


def day_or_publication(text: str) -> date | str:
    """An option's value as a day, or as a publication's name, which ends with a 12-character digest."""
    return text if len(text.rpartition("-")[2]) == LENGTH_OF_DIGEST else day(text)


def opened(settings: Settings, as_at: date | str | None = None, *, enough: bool = True) -> Publication:
    """The publication in use, or of a day or name. StoreError if there is none.

    enough: raise StoreError if it lacks data that every measure needs.
    """
    publication = view_for(settings, acting(settings), day=as_at)
    if enough:
        expect_enough(publication)
    return publication


def operator(settings: Settings) -> Person:
    """The person who runs commands in shared mode, from an environment variable. NotAllowed if it is not set.

    People who can run commands could open the store's files anyway. The name limits them to their grants, and
    is entered in the ledger.
    """
    subject = os.environ.get(OPERATOR_VARIABLE, "").strip()
    if not subject:
        raise NotAllowed(
            "This product is shared, so a command needs to know who runs it.",
            fix=f"Set {OPERATOR_VARIABLE} to the subject of your grant. An administrator can list grants.",
        )
    return person_for(settings, subject, subject)


ask_who_acts(operator)


def user_name() -> str | None:
    """The user's name from the operating system; None if it does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # in a container a user may have a number only
        return None


def store(function: Function) -> Function:
    """--store, for every command: the function gets `settings`."""

    @click.option("--store", metavar="DIR", help="folder of the ledger and publications (or MATURITY_STORE)")
    @wraps(function)
    def with_settings(*, store: str | None, **options: Any) -> Any:
        return function(settings=Settings.from_environment(store), **options)

    return with_settings


def past(function: Function) -> Function:
    """--as-at and --store: the function gets `as_at` and `settings`."""
    return together(
        click.option(
            "--as-at", type=day, metavar="YYYY-MM-DD", help="as it was at the end of this day (UTC)"
        ),
        store,
    )(function)


def publication(function: Function) -> Function:
    """--as-at and --store: the function gets the `publication`."""

    @past
    @wraps(function)
    def with_publication(*, settings: Settings, as_at: date | None, **options: Any) -> Any:
        return function(publication=opened(settings, as_at), **options)

    return with_publication


def written(function: Function) -> Function:
    """--format and --output: the function gets `written`."""

    @click.option(
        "--format",
        "form",
        type=OneOf(FORMATS),
        default="table",
        help="how the answer is written (default: table)",
    )
    @click.option("--output", metavar="FILE", help="write the answer into this file")
    @wraps(function)
    def with_written(*, form: Any, output: str | None, **options: Any) -> Any:
        return function(written=Written(form, output), **options)

    return with_written


def form(*choices: str) -> Decorator:
    """--format, for commands with formats of their own, the default first: the function gets `form`."""
    return click.option(
        "--format",
        "form",
        type=OneOf(choices),
        default=choices[0],
        help=f"how it is written (default: {choices[0]})",
    )


def footprint(
    text: str = "systems as they were when assessed, as they are now, or as clusters are expected to merge, "
    "which is not decided (default: assessed)",
) -> Decorator:
    """--footprint: the function gets `footprint`."""
    return click.option("--footprint", type=OneOf(BASES), default="assessed", help=text)


@dataclass(frozen=True)
class Asked:
    """The inputs of every measure, and how its answer is written. year: None for the default round."""

    year: int | None
    footprint: Footprint
    written: Written
    settings: Settings
    as_at: date | None

    @cached_property
    def publication(self) -> Publication:
        """The publication, opened when first needed, so that wrong options are reported before."""
        return opened(self.settings, self.as_at)


def measured(function: Function) -> Function:
    """The options of every command that asks a measure: the function gets them as `asked`."""

    @click.option("--year", type=whole_number, metavar="YEAR", help="the round; the newest one when left out")
    @footprint()
    @written
    @past
    @wraps(function)
    def with_asked(
        *,
        year: int | None,
        footprint: Footprint,
        written: Written,
        settings: Settings,
        as_at: date | None,
        **options: Any,
    ) -> Any:
        return function(asked=Asked(year, footprint, written, settings, as_at), **options)

    return with_asked


_GROUP = click.option(
    "--group",
    metavar="CODE",
    help="in place of a system a group: its code or exact name, or its members' codes (DEMO1,DEMO2)",
)


def system(*, required: bool = True, left_out: str = "all when left out") -> Decorator:
    """--ics and --group, one of which must be given: the function gets `ics`, a group as `as_group` writes
    it.

    required: if False, both may be left out, and `ics` is None. left_out: the help text for that.
    """
    text = "the system's code, or its exact name"

    def decorated(function: Function) -> Function:
        @click.option("--ics", metavar="CODE", help=text if required else f"{text}; {left_out}")
        @_GROUP
        @wraps(function)
        def with_place(*, ics: str | None, group: str | None, **options: Any) -> Any:
            return function(ics=_one_of(required, ics=ics, group=group), **options)

        return with_place

    return decorated


def system_or_trust(function: Function) -> Function:
    """--ics, --group and --trust, one of which must be given: the function gets `ics` and `trust`.

    With --trust `ics` is empty, otherwise `trust` is None.
    """

    @click.option("--ics", metavar="CODE", help="the system's code, or its exact name")
    @_GROUP
    @click.option("--trust", metavar="CODE", help="the trust's ODS code, or its exact name")
    @wraps(function)
    def with_one(*, ics: str | None, group: str | None, trust: str | None, **options: Any) -> Any:
        found = _one_of(True, ics=ics, group=group, trust=trust)
        return function(ics="" if trust is not None else found, trust=trust, **options)

    return with_one


def _one_of(required: bool, **given: str | None) -> str | None:
    """The value of the one option given, a group marked as such. UsageError for several, or for none."""
    found = {name: value for name, value in given.items() if value is not None}
    if len(found) > 1 or (required and not found):
        *first, last = [f"--{name}" for name in given]
        only = ", and only one of them" if found else ""
        raise click.UsageError(f"Give {', '.join(first)} or {last}{only}.", click.get_current_context())
    name, value = next(iter(found.items()), ("", None))
    return as_group(value) if name == "group" and value is not None else value


def standard(function: Function) -> Function:
    """--baseline and --level: the function gets `standard`."""

    @click.option(
        "--baseline", type=OneOf(get_args(BaselineId)), default="floor", help="the standard (default: floor)"
    )
    @click.option(
        "--level",
        type=number,
        default=3.0,
        metavar="LEVEL",
        help="the level of --baseline floor (default: 3)",
    )
    @wraps(function)
    def with_standard(*, baseline: Any, level: float, **options: Any) -> Any:
        # Checked for every baseline: a wrong level was meant as something else.
        Standard("floor", level)
        return function(standard=Standard(baseline, level), **options)

    return with_standard


def once(function: Function) -> Function:
    """--once: count a trust with identical returns once."""
    return click.option(
        "--once",
        is_flag=True,
        help="count a trust once where its returns of every care setting are the same",
    )(function)


def clock(function: Function) -> Function:
    """--at-this-time, for commands that add entries: a person confirms the clock."""
    return click.option(
        "--at-this-time",
        is_flag=True,
        help="say that this computer's clock is right, where it was doubted",
    )(function)
