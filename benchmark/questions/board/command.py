"""The command `report`: what a board takes away, as slides, PDF, web page or workbook."""

import datetime
import sys
from pathlib import Path
from typing import Any, get_args

import click

from benchmark.common.resolve import resolve_scope, resolve_trust
from benchmark.common.scope import Footprint, Standard
from benchmark.core.errors import BenchmarkError
from benchmark.core.settings import Settings
from benchmark.core.wording import plural
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
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.output import expect_ending, write_file
from benchmark.surfaces.cli.terminal import say


def _texts(given: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """The choice `texts` from SECTION=TEXT words; no choice without any. BenchmarkError for other words."""
    texts = {}
    for one in given:
        section, _, words = (part.strip() for part in one.partition("="))
        if not words:
            raise BenchmarkError(f"{one} is no text for a section.", fix="Write it as summary=Our own words.")
        texts[section] = words
    return {"texts": texts} if texts else {}


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
@click.option("--ask", "asks", cls=options.Several, metavar="TEXT", help="what the board is asked to do")
@click.option(
    "--text", "texts", cls=options.Several, metavar="SECTION=TEXT", help="your own words in a section"
)
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
    texts: tuple[str, ...],
    **wanted: Any,
) -> None:
    """What a board takes away: a pack as slides, PDF, web page or workbook.

    With --name, the choices of the last issue under that name are used, except those given now.
    """
    # By the names of `Choices`: an option that is not given is None, empty or False.
    given = {name: value for name, value in wanted.items() if value} | _texts(texts)
    form = _form(form, output)
    if template is not None and form != "pptx":
        raise BenchmarkError("A template is for slides.", fix="Ask for --format pptx.")
    if by is not None and "name" not in given:
        raise BenchmarkError("An issue is kept under a name.", fix="Add --name NAME.")
    slides = None if template is None else read_template(Path(template))
    publication = options.opened(settings, as_at)
    given |= {} if standard == Standard() else {"standard": standard}
    if trust is None:
        scope = resolve_scope(publication, ics=ics, year=year, footprint=footprint)
    else:
        scope, trust = resolve_trust(publication, trust=trust, year=year, footprint=footprint)
    choices = Choices(scope, trust, **given)
    kept = issue(publication, choices)
    if kept is not None:
        choices = remembered(kept, choices, given=frozenset(given))
    if by is not None:
        publication = for_all_its_readers(settings, publication, choices)
    earlier = publication_before(settings, publication, choices.since)
    pack = board_pack(publication, choices, earlier=earlier)
    marked = since(pack, kept)
    content = written(marked, form, template=slides)
    tell_audit(settings, publication, "export", f"board pack about {subject_of(choices)}")
    write_file(content, output, form)
    if kept is not None:
        say(f"Since the issue of {kept.day}: {plural(changes(marked), 'change')}, marked.", file=sys.stderr)
        if caution := words_kept(kept, choices):
            say(caution, file=sys.stderr)
    if by is not None:
        receipt = keep(settings, publication, choices, pack, by=by)
        say(f"Kept as {choices.name}, number {receipt.number}.", file=sys.stderr)


def _form(form: Format | None, output: str | None) -> Format:
    """The format: --format, else the ending of the file, else slides. BenchmarkError if the two differ."""
    ending = Path(output or "").suffix.lower().removeprefix(".")
    named: Format | None = next((candidate for candidate in FORMATS if candidate == ending), None)
    if ending and named is None:
        raise BenchmarkError(
            f"{output} is named as {ending}, and no pack is made as one.",
            fix=f"Name it so that it ends with one of: {', '.join(FORMATS)}.",
        )
    found = form or named or "pptx"
    expect_ending(output, found)
    return found
