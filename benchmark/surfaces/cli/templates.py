"""What the command `template` writes: for whom, of which years, as a workbook or as CSV."""

from argparse import Namespace

from benchmark.common.resolve import named_trust, resolve_scope
from benchmark.common.scope import rounds, rounds_with_pillars
from benchmark.core.errors import BenchmarkError, expect_known
from benchmark.returns.recognise.years import read_financial_year
from benchmark.returns.templates.csv_template import template_table
from benchmark.returns.templates.request import (
    NOBODY,
    Asked,
    Subject,
    kinds_for,
    system_subject,
    trust_subject,
)
from benchmark.returns.templates.workbook import financial_year_from, template_book
from benchmark.store.publication import Publication
from benchmark.surfaces.cli.store_commands import ready
from benchmark.surfaces.cli.template_options import ALL
from schemas.base import FIRST_ASSESSMENT_YEAR, LAST_ASSESSMENT_YEAR


def template_file(arguments: Namespace) -> bytes:
    """The template's bytes. BenchmarkError in a sentence for what cannot be had."""
    expect_known(arguments.kind, (ALL, *kinds_for(NOBODY)), what="return of the kind")
    _expect_sense(arguments)
    subject, publication = _subject(arguments)
    asked = _asked(arguments, subject, publication)
    if _is_book(arguments):
        kinds = [] if arguments.kind == ALL else [arguments.kind]
        content, figures = template_book(kinds, subject, asked, publication)
    else:
        content, figures = template_table(arguments.kind, subject, asked, publication)
    if arguments.with_current and not figures:
        raise BenchmarkError(
            f"No figures of {subject.name} stand for {asked.assessment_year} and {asked.financial_year}.",
            fix="Leave out --with-current, or give another --year or --financial-year.",
        )
    return content


def _is_book(arguments: Namespace) -> bool:
    written = arguments.format or ("xlsx" if str(arguments.output or "").lower().endswith(".xlsx") else None)
    return (written or ("xlsx" if arguments.kind == ALL else "csv")) == "xlsx"


def _expect_sense(arguments: Namespace) -> None:
    """BenchmarkError for options that do not go together."""
    if arguments.trust is not None and arguments.ics is not None:
        raise BenchmarkError(
            "A template is for a trust or for a system.", fix="Give --trust or --ics, not both."
        )
    if arguments.kind == ALL and not _is_book(arguments):
        raise BenchmarkError("A CSV file holds one kind.", fix="Name a kind, or choose --format xlsx.")
    nobody = arguments.trust is None and arguments.ics is None
    for given, option in ((arguments.with_current, "--with-current"), (arguments.domains, "--domains")):
        if given and nobody:
            raise BenchmarkError(f"{option} is about an organisation.", fix="Give --trust or --ics as well.")
    if arguments.year is not None and not FIRST_ASSESSMENT_YEAR <= arguments.year <= LAST_ASSESSMENT_YEAR:
        raise BenchmarkError(
            f"There is no round of {arguments.year}.",
            fix=f"Give a year from {FIRST_ASSESSMENT_YEAR} to {LAST_ASSESSMENT_YEAR}.",
        )


def _subject(arguments: Namespace) -> tuple[Subject, Publication | None]:
    """Whom the template is for. Without anybody no store is needed, and none is made."""
    if arguments.trust is None and arguments.ics is None:
        return NOBODY, None
    _, publication = ready(arguments)
    if arguments.trust is not None:
        code, _, _ = named_trust(publication, arguments.trust)
        return trust_subject(publication, code), publication
    # A round that has not begun has the members of the newest one.
    known = rounds(publication, fictional=True)
    year = arguments.year if arguments.year in known else None
    scope = resolve_scope(publication, ics=arguments.ics, year=year, footprint=arguments.footprint)
    subject = system_subject(
        publication,
        scope.ics_code,
        assessment_year=scope.assessment_year,
        footprint=scope.footprint,
    )
    return subject, publication


def _asked(arguments: Namespace, subject: Subject, publication: Publication | None) -> Asked:
    """The years to fill in: the newest round, and the financial year that ends in its spring."""
    year = arguments.year
    if year is None and publication is not None:
        year = rounds_with_pillars(publication, fictional=subject.fictional)[-1]
    spelt = arguments.financial_year
    financial_year = None if year is None else financial_year_from(year - 1)
    if spelt is not None:
        read = read_financial_year(spelt)
        if read.text is None:
            raise BenchmarkError(f"{spelt} is no financial year.", fix="Write it as 2024/25.")
        financial_year = read.text
    return Asked(year, financial_year, arguments.with_current, arguments.domains)
