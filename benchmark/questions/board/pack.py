"""Makes a pack from its choices: a cover, then the sections in order, then sources."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from benchmark.common.subject import Subject
from benchmark.core.errors import UnknownCode
from benchmark.core.wording import in_full
from benchmark.documents.model import Chart, Cover, Pack, Paragraph, Section, Words
from benchmark.documents.rewrite import rewritten
from benchmark.questions.board.changed import changed, lead_alone
from benchmark.questions.board.choices import Choices
from benchmark.questions.board.closing import cited, method, missing, provenance, risks
from benchmark.questions.board.letters import letters
from benchmark.questions.board.measure import Matter
from benchmark.questions.board.of_trust import TRUST_SECTIONS
from benchmark.questions.board.sections import SYSTEM_SECTIONS, LeftOut, SectionResult
from benchmark.questions.board.words import FICTIONAL, OF_A_TRUST, PURPOSES, suggested_asks
from benchmark.store.publication import Publication

Progress = Callable[[str], None]
"""Called with the key of each section as its making begins."""
OWN_GROUP: Final = "own-group"
METHOD: Final = "method"
"""The section about figures, which names no organisation."""
_TITLE: Final = "Digital maturity of {name}"


def board_pack(
    publication: Publication,
    choices: Choices,
    *,
    earlier: Publication | None = None,
    report: Progress = lambda _: None,
) -> Pack:
    """Make the chosen pack. Raises UnknownCode for an unknown system, trust or plan.

    earlier: the publication to compare with, from `publication_before`. report: called with each section's
    key.
    """
    if choices.anonymise:
        names = letters(publication, earlier, choices.scope, keep=choices.trust)
        publication, earlier = publication.under(names), None if earlier is None else earlier.under(names)
    matter = Matter(publication, choices, earlier)
    subject = matter.subject  # an unknown code is refused before anything is made
    if choices.trust is not None and choices.trust not in set(matter.returned["ods_code"]):
        raise UnknownCode(
            f"{choices.trust} is no trust of {matter.system.named} in {choices.scope.assessment_year}.",
            fix="Give its own system and round.",
        )
    made = {key: _make(matter, key, report) for key in choices.chosen if key != "missing"}
    left_out = [part for part in made.values() if isinstance(part, LeftOut)]
    if "missing" in choices.chosen:
        made["missing"] = missing(matter, left_out)
    sections = [part for key in choices.chosen if isinstance(part := made[key], Section)]
    if choices.length == "one" and (lead := lead_alone(matter)):
        sections[-1:] = [
            replace(part, blocks=(*part.blocks, Paragraph(Words(lead)))) for part in sections[-1:]
        ]
    asks = choices.asks or suggested_asks(matter)
    day = publication.entered_at
    source = f"Self-assessed scores of {choices.scope.assessment_year}"
    source += "" if day is None else f"; figures as at {in_full((publication.as_at or day).date())}"
    pack = Pack(
        cover=Cover(
            title=_TITLE.format(name=subject.name),
            subtitle=f"Assessment round {choices.scope.assessment_year}, held to {choices.standard.in_words}",
            agenda_item=choices.agenda_item,
            purpose=choices.purpose or _purpose(choices),
            date=choices.date,
            asks=tuple(Words(ask, f"ask.{place}") for place, ask in enumerate(asks, start=1)),
        ),
        sections=tuple(_marked(_with_text(part, choices), subject) for part in sections),
        provenance=tuple(provenance(matter)),
        running=subject.named,
        source=source,
        fictional=FICTIONAL if matter.fictional else "",
        subject=subject,
        citation=cited(matter),
        compact=choices.length == "one",
    )
    return _without_members(pack, choices) if choices.anonymise and choices.scope.is_group else pack


def _without_members(pack: Pack, choices: Choices) -> Pack:
    """Replace the code of a group put together for once: that code lists its members' codes."""
    code = choices.scope.ics_code
    if choices.trust is not None or "," not in code:
        return pack
    pack = replace(pack, subject=replace(pack.subject, code=OWN_GROUP))
    return rewritten(pack, lambda text: text.replace(code, OWN_GROUP).replace(quote(code), OWN_GROUP))


def _purpose(choices: Choices) -> str:
    of_trust = choices.trust is not None and choices.audience == "board"
    return OF_A_TRUST if of_trust else PURPOSES[choices.audience].format(called=choices.scope.called)


def _make(matter: Matter, key: str, report: Progress) -> SectionResult:
    report(key)
    makers = SYSTEM_SECTIONS if matter.choices.trust is None else TRUST_SECTIONS
    closing = {"changes": changed, "risks": risks, METHOD: method}
    return (closing.get(key) or makers[key])(matter)


def _with_text(section: Section, choices: Choices) -> Section:
    """The section with the author's own text for it, if any, in the first place."""
    own = choices.texts.get(section.key, "").strip()
    if not own:
        return section
    paragraphs = [Paragraph(Words(line)) for line in own.splitlines() if line.strip()]
    return replace(section, blocks=(*paragraphs, *section.blocks))


def _marked(section: Section, subject: Subject) -> Section:
    """Mark each title about organisations as fictional, or with the expected footprint: titles may be copied
    without the rest of the pack.
    """
    blocks = [
        replace(block, figure=replace(block.figure, title=subject.title(block.figure.title)))
        if isinstance(block, Chart)
        else block
        for block in section.blocks
    ]
    title = section.title
    if section.key != METHOD:
        title = replace(title, text=subject.title(title.text))
    return replace(section, title=title, blocks=tuple(blocks))


__all__ = ["Progress", "board_pack"]
