"""The command `returned`: who has returned a kind of return, and who has not."""

import click

from benchmark.common.completeness import default_round
from benchmark.common.resolve import resolve_scope
from benchmark.common.scope import Footprint
from benchmark.common.subject import subject_of
from benchmark.core.errors import expect_known
from benchmark.core.moments import utc_today
from benchmark.questions.returned.columns import WHO_RETURNED
from benchmark.questions.returned.measure import asked_kinds, periods, who_has_returned
from benchmark.store.publication import Publication
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.measured import is_fictional
from benchmark.surfaces.cli.output import Reply, Written, everybody, show

_SHOWN_OF_RETURNED = ("ics_code", "ods_code", "organisation", "state", "what", "submission_id")


@options.command("returned it_spend", "returned it_spend --period 2024/25 --ics QYG")
@click.argument("kind", metavar="KIND", help="the kind of return, such as it_spend")
@click.option(
    "--period", metavar="PERIOD", help="a round, or a financial year as 2025/26 (default: the newest)"
)
@options.system(required=False)
@options.footprint()
@options.written
@options.publication
def returned(
    *,
    kind: str,
    period: str | None,
    ics: str | None,
    footprint: Footprint,
    written: Written,
    publication: Publication,
) -> None:
    """Who has returned a kind of return, and who has not."""
    expect_known(kind, asked_kinds(), what="return of the kind")
    asked = asked_kinds()[kind]
    scope = None if ics is None else resolve_scope(publication, ics=ics, footprint=footprint)
    fictional = scope is not None and is_fictional(publication, scope)
    today = utc_today()
    offered = periods(publication, kind, today=today, fictional=fictional)
    period = period or (offered[-1] if offered else None)
    if period is not None:
        expect_known(period, offered, what=f"period of {asked.title}")
    year = default_round(
        publication,
        ics_code=None if scope is None else scope.ics_code,
        fictional=fictional,
        footprint=footprint if scope is None else scope.footprint,
    )
    listed = who_has_returned(
        publication,
        kind,
        period=period,
        year=year,
        footprint=footprint if scope is None else scope.footprint,
    )
    listed = listed[~listed["fictional"]] if scope is None else listed[listed["ics_code"] == scope.ics_code]
    table = WHO_RETURNED.of(listed)
    here = int((listed["state"] == "returned").sum())
    of = "" if period is None else f" of {period}"
    show(
        Reply(
            subject=everybody(publication) if scope is None else subject_of(publication, scope, when=""),
            heading=f"{asked.title}{of}: {here} of {len(listed)} have returned; times in UTC",
            shown=WHO_RETURNED.only(*_SHOWN_OF_RETURNED).of(listed),
            exported=table,
            document=table.records(),
            source=f"Publication: {publication.version}",
        ),
        written,
    )
