"""The options of the command that sets all systems side by side."""

from benchmark.surfaces.cli.options import Commands, add_standard, measured

MODULE = "benchmark.questions.systems.command"
"""The module that holds a function of the command's name."""

MEASURES = (
    "gap",
    "share_below",
    "range",
    "standard_deviation",
    "floor",
    "ceiling",
    "floor_change",
    "ceiling_change",
    "range_change",
    "completeness",
)
"""Written out: reading the measures would make help wait for them. A test holds them equal."""


def add(commands: Commands) -> None:
    """The command `systems`."""
    systems = commands.add_parser(
        "systems", parents=[measured()], help="all systems side by side on one measure; no league table"
    )
    systems.add_argument("--measure", choices=MEASURES, default="gap", help="which one (default: gap)")
    systems.add_argument(
        "--pillar", metavar="KEY", help="one pillar, such as well_led; the overall score when left out"
    )
    systems.add_argument(
        "--sort",
        choices=("region", "measure"),
        default="region",
        help="by region and name, or from the highest figure down (default: region)",
    )
    add_standard(systems)
    systems.set_defaults(module=MODULE)
