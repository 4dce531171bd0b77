"""The options of the commands about plans: plan, plans."""

import argparse

from benchmark.surfaces.cli.options import Commands, add_format, add_standard, add_system, measured, past

MODULE = "benchmark.questions.plan.command"
RULES = ("neediest_first", "equal_per_trust", "by_gap", "by_size", "most_gap_closed")
SPLITS = ("equally", "by_size")
"""Written out, as the standards are: a test holds them equal to what the measures know."""


def add(commands: Commands) -> None:
    """Add the commands."""
    plan = commands.add_parser(
        "plan",
        parents=[measured()],
        help="what a fund would do at your own cost per point",
        description="What a fund would do at your own cost per point. There is no default cost: nobody has "
        "published one. Amounts are pounds: 250000, 250k, 10m.",
    )
    add_system(plan)
    add_standard(plan)
    plan.add_argument("--fund", metavar="POUNDS", help="the whole fund")
    plan.add_argument("--years", type=int, metavar="N", help="years over which it is spent (default: 1)")
    plan.add_argument(
        "--cost-per-point", metavar="POUNDS", help="what one point on one score costs, on every pillar"
    )
    plan.add_argument(
        "--cost",
        nargs="+",
        action="extend",
        default=[],
        type=_cost,
        metavar="PILLAR=POUNDS",
        help="the cost on one pillar, such as well_led=200000; before --cost-per-point",
    )
    plan.add_argument(
        "--scale-with-size", action="store_true", help="a point costs a trust by its size beside the median"
    )
    plan.add_argument(
        "--pioneers",
        type=_share,
        metavar="SHARE",
        help="share reserved for pioneers: 0.1 or 10%% (default: 0)",
    )
    plan.add_argument("--pioneers-split", choices=SPLITS, help="how the reserve is split (default: equally)")
    plan.add_argument("--rule", choices=RULES, help="how the fund is shared out (default: neediest_first)")
    plan.add_argument("--saved", metavar="NAME", help="a plan that was saved, in place of all of these")
    plan.add_argument("--compare", metavar="NAME", help="a saved plan to put beside it")
    plan.add_argument("--save", metavar="NAME", help="save the plan under this name")
    plan.add_argument("--by", metavar="NAME", help="who saves it")
    plan.add_argument("--note", default="", metavar="TEXT", help="what it is, for those who come later")

    plans = commands.add_parser("plans", parents=[past()], help="the plans that were saved")
    add_system(plans, required=False)
    add_format(plans)
    for command in (plan, plans):
        command.set_defaults(module=MODULE)


def _cost(text: str) -> tuple[str, str]:
    pillar, sign, pounds = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"{text} has no = in it; write PILLAR=POUNDS")
    return pillar.strip(), pounds.strip()


def _share(text: str) -> float:
    """A part of a whole, 0 to 1, as the pages' links say it, or in per cent, as the pages say it."""
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no share: write 0.1 or 10%") from None
