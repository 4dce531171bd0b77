"""The closing sections of every pack: missing returns, risks in words, and how its figures were made."""

from collections.abc import Sequence
from itertools import accumulate
from math import ceil
from typing import Any, Final
from urllib.parse import urlencode

from benchmark.charts.distance import more_than_one_answer
from benchmark.common.citation import citation
from benchmark.common.scope import footprint_in_words
from benchmark.core.definitions import definitions
from benchmark.core.wording import in_full, in_list, large_start, plural, short_name, small_start
from benchmark.questions.board.choices import AUDIENCES, LENGTHS
from benchmark.questions.board.columns import LEFT_OUT, PROVENANCE, RISKS
from benchmark.questions.board.measure import Matter
from benchmark.questions.board.sections import NAMES, LeftOut, SectionResult, bullets, section, table, text
from benchmark.questions.board.words import (
    LETTERS,
    SELF_ASSESSED,
    received_words,
    standard_rule,
    trust_headline,
)
from benchmark.questions.conditions.measure import unsupported
from benchmark.questions.conditions.words import coverage_message, legacy_message
from benchmark.questions.gaps.words import widest_message
from benchmark.questions.progress.verdict import LEVELLED_UP
from benchmark.questions.progress.words import READINGS, verdict_sentence
from benchmark.questions.returned.columns import STATES
from benchmark.questions.trusts.words import movement_sentences

MOST_LINES: Final = 21
"""Lines that a table on one slide of a six-slide pack can have."""
LETTERS_OF_LINE: Final = 24
"""The fewest letters in one of these lines."""
LONGEST_CAUSE: Final = 110
"""The longest cause, in letters, that such a table shows in full."""
NOT_AUDITED: Final = "Scores are self-assessed, and nobody has audited them."


def missing(matter: Matter, left_out: Sequence[LeftOut]) -> SectionResult:
    """Trusts whose returns are missing, and sections that had nothing to show."""
    named = [{"section": NAMES[part.key], "why": part.why} for part in left_out]
    return section(
        "missing",
        received_words(matter),
        table(
            "missing-returns",
            STATES.without("state", "ods_code").of(matter.missing),
            "trust",
            "care_setting",
            caption="Returns that were not received: each is missing, not a score of zero",
            behind=STATES.of(matter.returned),
        ),
        table("left-out", LEFT_OUT.of(named), "section", caption="Parts of this paper with nothing to show"),
        text("missing.none", "Every part of this paper had something to show.") if not named else None,
    )


def risks(matter: Matter) -> SectionResult:
    """Each risk as cause, event and effect, with its controls and what nobody has checked."""
    rows = [row for row in (_stays(matter), _apart(matter), _estate(matter), _unknown(matter)) if row]
    if not rows:
        return LeftOut("risks", "No return to draw a risk from.")
    if matter.choices.length == "six":
        rows = _that_fit(rows)
    return section(
        "risks",
        f"{plural(len(rows), 'risk')} to weigh: likelihood and impact are the board's to judge",
        table(
            "risks", RISKS.of(rows), "event", caption="Risks in words, filled from the figures of this paper"
        ),
    )


def _that_fit(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first risks: as many as fit on one slide."""
    lines = [1 + ceil(max(map(len, row.values())) / LETTERS_OF_LINE) for row in rows]
    return [row for row, used in zip(rows, accumulate(lines), strict=True) if used <= MOST_LINES] or rows[:1]


def _stays(matter: Matter) -> dict[str, Any] | None:
    """The risk that the gap stays. None if no score is below the standard."""
    if matter.choices.trust is not None:
        cause, whose = trust_headline(matter), "the trust stays"
        if not any(len(position.below_standard) for position in matter.positions):
            return None
    else:
        if not matter.gaps.summary.below:
            return None
        cause, whose = widest_message(matter.gaps), "trusts stay"
        if matter.choices.length == "six" and len(cause) > LONGEST_CAUSE:
            cause = cause.partition(": ")[0]  # the number of returns is on another slide
    return {
        "cause": f"{cause}.",
        "event": f"{whose} below {matter.choices.standard.in_words}",
        "effect": "staff and patients there may be served less well, and not all may be able to use what is "
        "shared.",
        "controls": _controls(matter),
        "assurance": f"{NOT_AUDITED} {received_words(matter)}.",
    }


def _controls(matter: Matter) -> str:
    summary = matter.coverage.summary
    if not summary.trusts_returned:
        return "Not known: no programmes were returned."
    return f"{coverage_message(matter.coverage)}."


def _apart(matter: Matter) -> dict[str, Any] | None:
    """The risk that the trusts drift apart, or that a trust falls back. None if no movement is known."""
    if matter.choices.trust is not None:
        sentences = movement_sentences(matter.trust_movement, ())
        if not sentences:
            return None
        moved_by = matter.trust_movement.overall
        fell = bool((moved_by["material"] & (moved_by["change"] < 0)).any())
        gained = bool(moved_by["material"].any()) and not fell
        cause = " ".join(sentences)
        event = "the trust falls further behind" if fell else "the trust does not keep up with its peers"
    else:
        moved = matter.progress
        if moved is None or moved.sd_change is None:
            return None
        reading = ""  # on six slides it is the title of another slide
        if moved.sd_reading is not None and matter.choices.length != "six":
            reading = f" {READINGS[moved.sd_reading]}."
        gained = moved.verdict.key in LEVELLED_UP
        cause, event = f"{verdict_sentence(moved)}.{reading}", "the lowest are left behind"
    return {
        "cause": cause,
        "event": "the gain is not kept" if gained else event,
        "effect": "the gap opens again."
        if gained
        else "levelling up later costs more, and trusts that work together share less.",
        "controls": _matched(matter),
        "assurance": "Two rounds are two points: the movement may be chance, and the questions changed "
        "between them.",
    }


def _matched(matter: Matter) -> str:
    learning, code, called = matter.learning, matter.choices.trust, matter.choices.scope.called
    own = [need for need in learning.needs if code in (None, need.ods_code)]
    if not own:
        return "No material gap to match."
    able = sum(bool(need.inside) for need in own)
    if not able:
        return f"No trust of the {called} could help with a material gap."
    gaps = "the one material gap" if len(own) == 1 else f"{able} of {len(own)} material gaps"
    return f"For {gaps} a trust of the {called} could help; whether one does is not returned."


def _estate(matter: Matter) -> dict[str, Any] | None:
    """The risk that unsupported systems fail. None if no trust returned any."""
    conditions = matter.conditions
    total = unsupported(conditions.legacy)
    if total is None or not total.part:
        return None
    return {
        "cause": f"{legacy_message(total, conditions)}.",
        "event": "a system without support fails or is broken into",
        "effect": "care is delayed while it is down.",
        "controls": "What the trusts' own programmes say; this paper does not show it.",
        "assurance": "Counts are the trusts' own, and restricted: do not publish them by trust.",
    }


def _unknown(matter: Matter) -> dict[str, Any] | None:
    """The risk of deciding without the missing returns. None if none is missing."""
    if matter.missing.empty:
        return None
    names = in_list([*dict.fromkeys(short_name(name) for name in matter.missing["trust"])])
    return {
        "cause": f"{received_words(matter)}: {names}.",
        "event": "the board decides without knowing where they stand",
        "effect": "money and help go where returns are, not where need is.",
        "controls": "The template is ready, and a return shows as soon as it is submitted.",
        "assurance": "Nothing is known of a trust that did not return.",
    }


def method(matter: Matter) -> SectionResult:
    """What was counted, by which rules, and the sources of the pack."""
    framework = definitions().framework
    levels = framework.assessment.levels
    rows = [{"what": what, "said": value} for what, value in provenance(matter)]
    return section(
        "method",
        "How these figures were made, and what they rest on",
        bullets(
            "method",
            [
                SELF_ASSESSED,
                framework.weights_in_words,
                standard_rule(matter),
                f"A difference counts where it is more than one answer. {more_than_one_answer()}",
                "A gap is what a score lies below the standard; what lies above it never makes up for it.",
                "Movement is the change of the overall score over the domains of both rounds, one score "
                "for each trust, ambulance services apart.",
                *([LETTERS] if matter.choices.anonymise else []),
            ],
        ),
        bullets(
            "levels",
            [f"Level {level.level}, {small_start(level.name)}: {level.words}" for level in levels],
            "What the levels mean, in our words",
        ),
        table(
            "provenance",
            PROVENANCE.of(rows),
            "what",
            caption="What this paper was made from",
            compared=False,
        ),
    )


def provenance(matter: Matter) -> list[tuple[str, str]]:
    """The pack's origin as pairs (what, value): publication, day, filters, choices, sources and link."""
    publication, choices = matter.publication, matter.choices
    entered = publication.entered_at
    facts = [
        ("About", matter.subject.in_words),
        ("Publication", f"{publication.version}, up to entry {publication.ledger_entry} of the ledger"),
    ]
    if entered is not None:
        facts.append(("Last entry", in_full(entered.date())))
    if publication.as_at is not None:
        facts.append(("As at", f"the end of {in_full(publication.as_at.date())} (UTC)"))
    facts += [
        ("Round", str(choices.scope.assessment_year)),
        ("Footprint", large_start(footprint_in_words(choices.scope.footprint))),
        ("Standard", choices.standard.in_words),
        ("Names", "Trusts by letters" if choices.anonymise else "Trusts by name"),
        ("Sections", in_list([NAMES[key] for key in choices.chosen])),
        ("For", AUDIENCES[choices.audience]),
        ("Length", LENGTHS[choices.length]),
        ("Sources", matter.rests_on),
        ("Look it up", link(matter)),
    ]
    if matter.earlier is not None and choices.since is not None:
        facts.append(
            ("Compared with", f"{matter.earlier.version}, the end of {in_full(choices.since)} (UTC)")
        )
    facts.append(("To cite this paper", cited(matter)))
    if choices.name:
        facts.append(("Kept under the name", choices.name))
    return facts


def cited(matter: Matter) -> str:
    """The citation of the paper in one line, in the form that every view uses."""
    return citation("Board pack", matter.subject, day=matter.day, link=link(matter))


def link(matter: Matter) -> str:
    """The address of the page with the same figures and filters; relative if the choices have no address."""
    choices, standard = matter.choices, matter.choices.standard
    scope, trust, as_at = choices.scope, choices.trust, matter.publication.as_at
    query = {"group" if scope.is_group else "ics": scope.ics_code, "round": str(scope.assessment_year)}
    query |= {"footprint": scope.base, "standard": standard.baseline}
    query |= {"level": f"{standard.level:g}"} if standard.baseline == "floor" else {}
    query |= {} if trust is None else {"trust": trust}
    query |= {} if as_at is None else {"asat": f"{as_at:%Y-%m-%d}"}
    page = "overview" if trust is None else "trust-position"
    address = f"{page}?{urlencode(query, safe=',')}"
    where = choices.address.rstrip("/")
    return f"{where}/{address}" if where else address
