"""Every command of the product, and its examples, asked of the group itself."""

import shlex

import click

from benchmark.surfaces.cli.main import COMMANDS, PROGRAM, commands
from benchmark.surfaces.cli.options import Command
from benchmark.surfaces.cli.output import FORMATS


def command_of(name: str) -> Command:
    found = commands.get_command(click.Context(commands, info_name=PROGRAM), name)
    assert isinstance(found, Command)
    return found


def options_of(name: str) -> dict[str, click.Option]:
    """A command's options by what a person writes."""
    return {param.opts[-1]: param for param in command_of(name).params if isinstance(param, click.Option)}


def words(example: str) -> list[str]:
    return shlex.split(example)


def takes(name: str, option: str) -> bool:
    return option in options_of(name)


def is_answer(name: str) -> bool:
    """Whether a command answers from a publication, in every format."""
    form = options_of(name).get("--format")
    return form is not None and getattr(form.type, "choices", ()) == FORMATS


NAMES = [*COMMANDS]
EXAMPLES = [words(example) for name in NAMES for example in command_of(name).examples]
NOT_ON_A_NEW_STORE = ("--saved", "--since")
"""Nobody has saved a plan in a store that was made just now, and it has no earlier day."""
ANSWERS = [
    said
    for said in EXAMPLES
    if is_answer(said[0]) and "--format" not in said and not {*NOT_ON_A_NEW_STORE} & {*said}
]
"""Examples of the commands that answer from a publication."""
FICTIONAL = {"QYG": "DEMO", "QF7": "DEMO", "RBS": "DEMO3", "REM": "DEMO1", "REN": "DEMO2"}
"""In place of the organisations of the examples."""


def about_one(said: list[str]) -> bool:
    """Whether an answer is about one system or one trust."""
    return bool({"--ics", "--trust"} & {*said})


def of_the_demonstration(said: list[str]) -> list[str]:
    return [FICTIONAL.get(word, word) for word in said]
