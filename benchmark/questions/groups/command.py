"""The command `groups`: the known groups, or the members of one with their dates."""

import click

from benchmark.common.completeness import default_round
from benchmark.common.subject import Subject
from benchmark.questions.groups.columns import GROUPS, MEMBERS
from benchmark.questions.groups.measure import all_groups, one_group
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.options import Asked
from benchmark.surfaces.cli.output import Reply, show

NOTE = "A group overlaps systems, and perhaps other groups: figures of groups and systems never add up."


@options.command("groups", "groups --group DLN")
@click.option("--group", metavar="CODE", help="one group, by its code or exact name: its members with dates")
@options.measured
def groups(*, group: str | None, asked: Asked) -> None:
    """The groups of trusts or systems that are known, or the members of one.

    One row per group, or per member.
    """
    publication = asked.publication
    year = asked.year or default_round(publication, ics_code=None, footprint=asked.footprint)
    result = (
        all_groups(publication, year=year, footprint=asked.footprint)
        if group is None
        else one_group(publication, group, year=year, footprint=asked.footprint)
    )
    table, members = GROUPS.of(result.groups), MEMBERS.of(result.members)
    rows = table if group is None else members
    name = "All groups" if group is None else str(result.groups["name"].iloc[0])
    subject = Subject("", name, when=str(year), footprint=asked.footprint, as_at=publication.as_at)
    show(
        Reply(
            subject=subject,
            heading="groups that stand" if group is None else "its members, of whatever day",
            shown=rows,
            exported=rows,
            document={"groups": table.records(), "members": members.records()},
            notes=[NOTE],
            source=f"Publication: {publication.version}",
        ),
        asked.written,
    )
