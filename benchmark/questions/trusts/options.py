"""The commands about one trust: position, peers, search."""

import argparse

from benchmark.surfaces.cli.options import Commands, add_format, add_standard, measured, past

MODULE = "benchmark.questions.trusts.command"
GROUPS = ("ics", "region", "england", "similar", "own")
"""Written out, as BASELINES is: a test holds it equal to the measures' own, but for the one that decides."""


def add(commands: Commands) -> None:
    """Add the commands."""
    position = commands.add_parser(
        "position",
        parents=[measured()],
        help="where a trust stands among its peers, pillar by pillar",
    )
    _add_unit(position, setting_required=False)
    add_standard(position)
    peers = commands.add_parser("peers", parents=[measured()], help="a trust's peers, and why these")
    _add_unit(peers, setting_required=True)
    search = commands.add_parser(
        "search", parents=[past()], help="find a trust, a system or a pillar by name or code, misspelt or not"
    )
    search.add_argument("text", metavar="TEXT", nargs="+", help="what you look for")
    add_format(search)
    for command in (position, peers, search):
        command.set_defaults(module=MODULE)


def _add_unit(command: argparse.ArgumentParser, *, setting_required: bool) -> None:
    command.add_argument("--trust", required=True, metavar="CODE", help="the trust's code, or its exact name")
    command.add_argument(
        "--setting",
        required=setting_required,
        metavar="SETTING",
        help="care setting, such as Acute" + ("" if setting_required else "; all of them when left out"),
    )
    command.add_argument("--peers", choices=GROUPS, default="ics", help="the peer group (default: ics)")
    command.add_argument(
        "--with",
        dest="named",
        nargs="+",
        default=[],
        metavar="CODE",
        help="one to five trusts of your choice: the peers of --peers own",
    )
    command.add_argument(
        "--all-settings",
        action="store_true",
        help="compare with returns of every care setting, which is not like with like",
    )
