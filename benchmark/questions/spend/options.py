"""The options of the command spend."""

from benchmark.surfaces.cli.options import Commands, measured

MODULE = "benchmark.questions.spend.command"


def add(commands: Commands) -> None:
    """Add the command."""
    spend = commands.add_parser(
        "spend",
        parents=[measured()],
        help="what trusts spend on IT: share of expenditure, pounds to the references, mix",
    )
    whose = spend.add_mutually_exclusive_group(required=True)
    whose.add_argument("--ics", metavar="CODE", help="the system's code, or its exact name")
    whose.add_argument("--trust", metavar="CODE", help="the trust's ODS code, or its exact name")
    spend.add_argument(
        "--financial-year", metavar="YYYY/YY", help="such as 2024/25; the newest with a return when left out"
    )
    spend.set_defaults(module=MODULE)
