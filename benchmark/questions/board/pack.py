"""A pack from its choices: the sections that have something to show, in order, with a cover and a source."""

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
from benchmark.questions.board.sections import SYSTEM_SECTIONS, LeftOut, Made
from benchmark.questions.board.words import FICTIONAL, OF_A_TRUST, PURPOSES, suggested_asks
from benchmark.store.publication import Publication

Progress = Callable[[str], None]
"""Told what is being made now, in a few words."""
OWN_GROUP: Final = "own-group"
METHOD: Final = "method"
"""The section about figures and no organisation."""
_TITLE: Final = "Digital maturity of {name}"


def board_pack(
    publication: Publication,
    choices: Choices,
    *,
    earlier: Publication | None = None,
    told: Progress = lambda _: None,
) -> Pack:
    """The pack that somebody chose. UnknownCode for a system, a trust or a plan that is not known.

    earlier: the publication of the day since which changes are told, as `publication_before` finds it.
    """
    if choices.anonymise:
        names = letters(publication, earlier, choices.scope, keep=choices.trust)
        publication, earlier = publication.under(names), None if earlier is None else earlier.under(names)
    matter = Matter(publication, choices, earlier)
    subject = matter.subject  # a code that is not known is said before anything is made
    if choices.trust is not None and choices.trust not in set(matter.returned["ods_code"]):
        raise UnknownCode(
            f"{choices.trust} is no trust of {matter.system.named} in {choices.scope.assessment_year}.",
            fix="Give its own system and round.",
        )
    made = {key: _make(matter, key, told) for key in choices.chosen if key != "missing"}
    left_out = [one for one in made.values() if isinstance(one, LeftOut)]
    if "missing" in choices.chosen:
        made["missing"] = missing(matter, left_out)
    sections = [one for key in choices.chosen if isinstance(one := made[key], Section)]
    if choices.length == "one" and (said := lead_alone(matter)):
        sections[-1:] = [replace(one, blocks=(*one.blocks, Paragraph(Words(said)))) for one in sections[-1:]]
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
        sections=tuple(_marked(_with_text(one, choices), subject) for one in sections),
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
    """A group that was put together for once has its members' codes for a code: another stands for it."""
    code = choices.scope.ics_code
    if choices.trust is not None or "," not in code:
        return pack
    pack = replace(pack, subject=replace(pack.subject, code=OWN_GROUP))
    return rewritten(pack, lambda text: text.replace(code, OWN_GROUP).replace(quote(code), OWN_GROUP))


def _purpose(choices: Choices) -> str:
    of_trust = choices.trust is not None and choices.audience == "board"
    return OF_A_TRUST if of_trust else PURPOSES[choices.audience].format(called=choices.scope.called)


def _make(matter: Matter, key: str, told: Progress) -> Made:
    told(key)
    makers = SYSTEM_SECTIONS if matter.choices.trust is None else TRUST_SECTIONS
    closing = {"changes": changed, "risks": risks, METHOD: method}
    return (closing.get(key) or makers[key])(matter)


def _with_text(section: Section, choices: Choices) -> Section:
    """The author's own text stands first in the section that it was given for."""
    own = choices.texts.get(section.key, "").strip()
    if not own:
        return section
    paragraphs = [Paragraph(Words(line)) for line in own.splitlines() if line.strip()]
    return replace(section, blocks=(*paragraphs, *section.blocks))


def _marked(section: Section, subject: Subject) -> Section:
    """Each title about organisations says that they are fictional, or the footprint expected: it may be
    copied out without the rest.
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
