"""The options of the command that shows what trusts work with."""

from benchmark.surfaces.cli.options import Commands, add_standard, measured

PARTS = ("coverage", "board_readiness", "capability", "digital_posts", "legacy_estate", "programme")
"""Written out: reading the schemas would make help wait for them. A test holds them equal."""


def add(commands: Commands) -> None:
    """Add the command `conditions`."""
    command = commands.add_parser(
        "conditions",
        parents=[measured()],
        help="the conditions for success of a system or a trust, and which gaps no programme addresses",
    )
    place = command.add_mutually_exclusive_group(required=True)
    place.add_argument("--ics", metavar="CODE", help="the system's code, or its exact name")
    place.add_argument("--trust", metavar="CODE", help="one trust, by its ODS code or exact name")
    command.add_argument(
        "--part",
        choices=PARTS,
        default="coverage",
        help="what table and csv show (default: coverage); json has all of it",
    )
    add_standard(command)
    command.set_defaults(module="benchmark.questions.conditions.command")
