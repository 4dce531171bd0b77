"""The command `report`: what a board takes away, as slides, PDF, web page or workbook."""

import datetime
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import click

from benchmark.common.resolve import resolve_scope, resolve_trust
from benchmark.common.scope import Footprint, Standard
from benchmark.core.errors import BenchmarkError
from benchmark.core.settings import Settings
from benchmark.documents.formats import FORMATS, Format, written
from benchmark.documents.issues import changes
from benchmark.documents.slides import read_template
from benchmark.questions.board.changed import publication_before
from benchmark.questions.board.choices import Audience, Choices, Length
from benchmark.questions.board.issued import (
    for_all_its_readers,
    issue,
    keep,
    remembered,
    since,
    subject_of,
    words_kept,
)
from benchmark.questions.board.pack import board_pack
from benchmark.returns.submit.act import tell_audit
from benchmark.store.publication import Publication
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.output import write_file
from benchmark.surfaces.cli.terminal import say


@dataclass(frozen=True)
class _Wanted:
    """The pack's options as given on the command line; None or empty if not given."""

    sections: tuple[str, ...]
    length: Length | None
    audience: Audience | None
    anonymise: bool
    plan: str | None
    name: str | None
    agenda_item: str | None
    purpose: str | None
    date: str | None
    since: datetime.date | None
    address: str | None
    ask: tuple[str, ...]
    text: tuple[str, ...]

    @property
    def given(self) -> dict[str, Any]:
        """The options that were given, by the name of the choice."""
        choices: dict[str, Any] = {
            "sections": self.sections,
            "length": self.length,
            "audience": self.audience,
            "anonymise": self.anonymise,
            "plan": self.plan,
            "name": self.name,
            "agenda_item": self.agenda_item,
            "purpose": self.purpose,
            "date": self.date,
            "since": self.since,
            "address": self.address,
            "asks": self.ask,
            "texts": dict(map(_text, self.text)),
        }
        return {name: value for name, value in choices.items() if value}


def _text(given: str) -> tuple[str, str]:
    section, sign, words = given.partition("=")
    if not sign or not words.strip():
        raise BenchmarkError(f"{given} is no text for a section.", fix="Write it as summary=Our own words.")
    return section.strip(), words.strip()


@options.command(
    "report --ics QYG --format pdf --output pack.pdf",
    "report --trust RBS --length six --anonymise --output pack.pptx",
    "report --ics QYG --since 2026-10-31 --output pack.html",
    'report --ics QYG --name "Public board" --by "A. Analyst" --output pack.pptx',
)
@options.system_or_trust
@options.standard
@click.option(
    "--format",
    "form",
    type=options.OneOf(get_args(Format)),
    help="default: as the file's name ends, else pptx",
)
@click.option("--output", metavar="FILE", help="where to; standard output when left out")
@click.option("--sections", cls=options.Several, metavar="NAME", help="these sections in this order")
@click.option(
    "--length", type=options.OneOf(get_args(Length)), help="one page, six slides, or full (default)"
)
@click.option("--audience", type=options.OneOf(get_args(Audience)), help="who it is for (default: board)")
@click.option("--anonymise", is_flag=True, help="trusts by letters instead of names")
@click.option("--template", metavar="FILE", help="your organisation's PowerPoint template")
@click.option("--plan", metavar="NAME", help="with this saved plan of the system")
@click.option("--ask", cls=options.Several, metavar="TEXT", help="what the board is asked to do")
@click.option("--text", cls=options.Several, metavar="SECTION=TEXT", help="your own words in a section")
@click.option("--agenda-item", metavar="TEXT", help="the agenda item on the cover")
@click.option("--purpose", metavar="TEXT", help="the purpose on the cover")
@click.option("--date", metavar="TEXT", help="the date on the cover")
@click.option(
    "--since",
    type=options.day,
    metavar="YYYY-MM-DD",
    help="with what changed since the end of this day (UTC)",
)
@click.option("--address", metavar="URL", help="where your dashboard is, for links back to it")
@click.option("--name", metavar="NAME", help="as kept under this name, with what changed since marked")
@click.option("--by", metavar="NAME", help="keep this issue under its name; who keeps it")
@click.option("--year", type=options.whole_number, metavar="YEAR", help="the round; the newest when left out")
@options.footprint()
@options.past
def report(
    *,
    ics: str,
    trust: str | None,
    standard: Standard,
    form: Format | None,
    output: str | None,
    template: str | None,
    by: str | None,
    year: int | None,
    footprint: Footprint,
    settings: Settings,
    as_at: datetime.date | None,
    **wanted: Any,
) -> None:
    """What a board takes away: a pack as slides, PDF, web page or workbook.

    With --name, the choices of the last issue under that name are used, except those given now.
    """
    asked = _Wanted(**wanted)
    form = _form(form, output)
    if template is not None and form != "pptx":
        raise BenchmarkError("A template is for slides.", fix="Ask for --format pptx.")
    if by is not None and not asked.name:
        raise BenchmarkError("An issue is kept under a name.", fix="Add --name NAME.")
    given = None if template is None else read_template(Path(template))
    publication = options.opened(settings, as_at)
    choices = _choices(publication, asked, ics=ics, trust=trust, year=year, footprint=footprint)
    default = standard == Standard()
    choices = choices if default else replace(choices, standard=standard)
    kept = issue(publication, choices)
    if kept is not None:
        named = frozenset(asked.given) | (frozenset() if default else {"standard"})
        choices = remembered(kept, choices, given=named)
    if by is not None:
        publication = for_all_its_readers(settings, publication, choices)
    earlier = publication_before(settings, publication, choices.since)
    pack = board_pack(publication, choices, earlier=earlier)
    marked = since(pack, kept)
    content = written(marked, form, template=given)
    tell_audit(settings, publication, "export", f"board pack about {subject_of(choices)}")
    write_file(content, output, binary=True)
    if kept is not None:
        say(f"Since the issue of {kept.day}: {changes(marked)} changes, marked.", file=sys.stderr)
        if caution := words_kept(kept, choices):
            say(caution, file=sys.stderr)
    if by is not None:
        receipt = keep(settings, publication, choices, pack, by=by)
        say(f"Kept as {choices.name}, number {receipt.number}.", file=sys.stderr)


def _choices(
    publication: Publication,
    asked: _Wanted,
    *,
    ics: str,
    trust: str | None,
    year: int | None,
    footprint: Footprint,
) -> Choices:
    if trust is None:
        scope = resolve_scope(publication, ics=ics, year=year, footprint=footprint)
        return Choices(scope, **asked.given)
    scope, code = resolve_trust(publication, trust=trust, year=year, footprint=footprint)
    return Choices(scope, code, **asked.given)


def _form(form: Format | None, output: str | None) -> Format:
    """The format: --format, else the ending of the file, else slides. BenchmarkError if the two differ."""
    ending = Path(output or "").suffix.lower().removeprefix(".")
    named: Format | None = next((candidate for candidate in FORMATS if candidate == ending), None)
    if ending and named is None:
        raise BenchmarkError(
            f"{output} is named as {ending}, and no pack is made as one.",
            fix=f"Name it so that it ends with one of: {', '.join(FORMATS)}.",
        )
    if form is not None and named is not None and form != named:
        raise BenchmarkError(
            f"{output} is named as {named}, and would hold the format {form}.",
            fix=f"Ask for --format {named}, or name the file otherwise.",
        )
    return form or named or "pptx"
