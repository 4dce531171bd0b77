"""The command `template`: a file to fill in, as a workbook or as CSV."""

from dataclasses import dataclass
from typing import Any

import click

from benchmark.common.resolve import named_trust, resolve_scope
from benchmark.common.scope import Footprint, rounds, rounds_with_pillars
from benchmark.core.errors import BenchmarkError, expect_known
from benchmark.core.settings import Settings
from benchmark.returns.recognise.years import read_financial_year
from benchmark.returns.templates.csv_template import json_schema, template_table
from benchmark.returns.templates.csv_template import template as template_of
from benchmark.returns.templates.request import (
    NOBODY,
    Asked,
    Subject,
    kinds_for,
    system_subject,
    trust_subject,
)
from benchmark.returns.templates.workbook import financial_year_from, template_book
from benchmark.returns.vocabulary import template_layouts
from benchmark.store.publication import Publication
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.output import write_file
from schemas.base import FIRST_ASSESSMENT_YEAR, LAST_ASSESSMENT_YEAR

ALL = "all"
"""Instead of a kind: a workbook with every kind that a trust or a system returns."""
SCHEMA = "json-schema"
"""Instead of a file to fill in: the JSON schema of the kind's rows, for programs that make files."""


@dataclass(frozen=True)
class _Wanted:
    """The options, without the store."""

    kind: str
    trust: str | None
    ics: str | None
    footprint: Footprint
    year: int | None
    financial_year: str | None
    with_current: bool
    domains: bool
    form: str | None
    output: str | None

    @property
    def as_book(self) -> bool:
        """Whether a workbook is wanted: by the format, by the file's name, or because all kinds are."""
        named = "xlsx" if str(self.output or "").lower().endswith(".xlsx") else None
        return (self.form or named or ("xlsx" if self.kind == ALL else "csv")) == "xlsx"

    @property
    def for_nobody(self) -> bool:
        return self.trust is None and self.ics is None


@options.command(
    "template own_targets --output targets.csv",
    "template all --ics QYG --output returns.xlsx",
    "template it_spend --trust RBS --financial-year 2024/25 --with-current --output spend.csv",
    "template it_spend --format json-schema",
)
@click.argument(
    "kind", metavar="KIND", help=f"the kind of return, such as own_targets, or {ALL} for a sheet of each"
)
@click.option("--trust", metavar="CODE", help="the trust's code, or its exact name")
@options.system(required=False, left_out="nothing of an organisation when left out")
@options.footprint("the system's trusts as they were when assessed, or as they are now (default: assessed)")
@click.option(
    "--year",
    type=options.whole_number,
    metavar="YEAR",
    help="the round to fill in; the newest one when left out",
)
@click.option(
    "--financial-year", metavar="YEARS", help="such as 2024/25; the one before the round when left out"
)
@click.option("--with-current", is_flag=True, help="with the figures that stand, to correct them")
@click.option("--domains", is_flag=True, help="maturity scores by domain, as they were returned before")
@click.option(
    "--format",
    "form",
    type=options.OneOf(("csv", "xlsx", SCHEMA)),
    help=f"default: xlsx for {ALL} and where the file's name ends so, else csv; {SCHEMA} says what a "
    "row must hold",
)
@click.option("--output", metavar="FILE", help="where to; standard output when left out")
@options.store
def template(*, settings: Settings, **given: Any) -> None:
    """A file to start from: with a worked example, or filled in for a trust or a system.

    Without --trust, --ics and --group nothing of an organisation is filled in.
    """
    wanted = _Wanted(**given)
    form = "json" if wanted.form == SCHEMA else "xlsx" if wanted.as_book else "csv"
    write_file(_content(settings, wanted), wanted.output, form)


def _content(settings: Settings, wanted: _Wanted) -> bytes:
    """The template's bytes. BenchmarkError for options that cannot be served."""
    of_nobody = {layout.kind for layout in template_layouts()} - {*kinds_for(NOBODY)}
    expect_known(wanted.kind, (ALL, *kinds_for(NOBODY), *of_nobody), what="return of the kind")
    _expect_sense(wanted)
    if wanted.form == SCHEMA:
        return json_schema(wanted.kind)
    if wanted.kind in of_nobody:
        if wanted.as_book or not wanted.for_nobody:
            raise BenchmarkError(
                f"The template of {wanted.kind} is a CSV file, and for no organisation alone.",
                fix="Leave out --trust, --ics and --format, and name no .xlsx file.",
            )
        return template_of(wanted.kind)
    subject, publication = _subject(settings, wanted)
    asked = _asked(wanted, subject, publication)
    if wanted.as_book:
        kinds = [] if wanted.kind == ALL else [wanted.kind]
        content, figures = template_book(kinds, subject, asked, publication)
    else:
        content, figures = template_table(wanted.kind, subject, asked, publication)
    if wanted.with_current and not figures:
        raise BenchmarkError(
            f"No figures of {subject.name} stand for {asked.assessment_year} and {asked.financial_year}.",
            fix="Leave out --with-current, or give another --year or --financial-year.",
        )
    return content


def _expect_sense(wanted: _Wanted) -> None:
    """Raise BenchmarkError for options that contradict each other."""
    if wanted.trust is not None and wanted.ics is not None:
        raise BenchmarkError(
            "A template is for a trust, or for a system or a group.",
            fix="Give --trust, --ics or --group, and no two of them.",
        )
    if wanted.form == SCHEMA and (wanted.kind == ALL or not wanted.for_nobody):
        raise BenchmarkError(
            "A schema is of one kind, and of no organisation.",
            fix="Name a kind, and leave out --trust, --ics and --group.",
        )
    if wanted.kind == ALL and not wanted.as_book:
        raise BenchmarkError("A CSV file holds one kind.", fix="Name a kind, or choose --format xlsx.")
    for given, option in ((wanted.with_current, "--with-current"), (wanted.domains, "--domains")):
        if given and wanted.for_nobody:
            raise BenchmarkError(
                f"{option} is about an organisation.", fix="Give --trust, --ics or --group as well."
            )
    if wanted.year is not None and not FIRST_ASSESSMENT_YEAR <= wanted.year <= LAST_ASSESSMENT_YEAR:
        raise BenchmarkError(
            f"There is no round of {wanted.year}.",
            fix=f"Give a year from {FIRST_ASSESSMENT_YEAR} to {LAST_ASSESSMENT_YEAR}.",
        )


def _subject(settings: Settings, wanted: _Wanted) -> tuple[Subject, Publication | None]:
    """Who the template is for. For nobody, no store is needed and none is made."""
    if wanted.trust is not None:
        publication = options.opened(settings)
        code, _, _ = named_trust(publication, wanted.trust)
        return trust_subject(publication, code), publication
    if wanted.ics is None:
        return NOBODY, None
    publication = options.opened(settings)
    # A round that has not begun gets the members of the newest one.
    known = rounds(publication, fictional=True)
    year = wanted.year if wanted.year in known else None
    scope = resolve_scope(publication, ics=wanted.ics, year=year, footprint=wanted.footprint)
    subject = system_subject(
        publication,
        scope.ics_code,
        assessment_year=scope.assessment_year,
        footprint=scope.footprint,
    )
    return subject, publication


def _asked(wanted: _Wanted, subject: Subject, publication: Publication | None) -> Asked:
    """The years to fill in: by default the newest round, and the financial year that ends in its spring."""
    year = wanted.year
    if year is None and publication is not None:
        year = rounds_with_pillars(publication, fictional=subject.fictional)[-1]
    spelt = wanted.financial_year
    financial_year = None if year is None else financial_year_from(year - 1)
    if spelt is not None:
        read = read_financial_year(spelt)
        if read.text is None:
            raise BenchmarkError(f"{spelt} is no financial year.", fix="Write it as 2024/25.")
        financial_year = read.text
    return Asked(year, financial_year, wanted.with_current, wanted.domains)
