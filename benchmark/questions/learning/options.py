"""The options of the command learning."""

from argparse import ArgumentTypeError

from benchmark.surfaces.cli.options import Commands, add_standard, add_system, measured

MODULE = "benchmark.questions.learning.command"


def add(commands: Commands) -> None:
    """Add the command learning."""
    learning = commands.add_parser(
        "learning", parents=[measured()], help="which trust could help which, pillar by pillar"
    )
    add_system(learning)
    learning.add_argument("--trust", metavar="CODE", help="what concerns one trust of the system")
    add_standard(learning)
    learning.add_argument(
        "--most",
        type=_at_least_once,
        default=3,
        metavar="TIMES",
        help="how often a trust is asked at the most (default: 3)",
    )
    learning.set_defaults(module=MODULE)


def _at_least_once(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is not a whole number from 1 on")
    return int(text)
