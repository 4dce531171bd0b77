"""The sentences of peer learning: the answer, the statements, and the reasons of each match."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import groupby
from math import fsum
from typing import Any, Final

from benchmark.core.columns import Filled, pillar_name
from benchmark.core.definitions import definitions
from benchmark.core.wording import (
    MINUS,
    Answer,
    Statement,
    beside,
    decimal,
    every,
    in_list,
    is_or_are,
    large_start,
    plural,
    short_name,
    with_code,
)
from benchmark.questions.gaps.words import same_scores, standard_after
from benchmark.questions.learning.candidates import Candidate
from benchmark.questions.learning.columns import EXCHANGES, HELPERS, NEEDS, OFFER_OR_REQUEST
from benchmark.questions.learning.england import Direction, Exchange
from benchmark.questions.learning.measure import SHOWN_ELSEWHERE, Learning, Need
from benchmark.questions.trusts.similarity import FEATURES

FEWEST_FOR_A_SHARE: Final = 3
"""With one or two gaps on a pillar, a share of them means little."""


def reasons(need: Need, candidate: Candidate, *, year_from: int | None) -> tuple[str, ...]:
    """The reasons for a candidate, strongest first, each a clause that starts with its verb.

    year_from: the round from which a rise counts.
    """
    pillar = definitions().framework.pillar(need.pillar).name
    clauses = [
        f"scores {decimal(candidate.score, 1)} on {pillar}, {decimal(candidate.lead, 1)} points higher"
    ]
    if candidate.supplier is not None:
        clauses.append(f"has the same EPR supplier, {candidate.supplier.name} ({candidate.supplier.as_of})")
    if candidate.rise is not None:
        clauses.append(f"rose by {decimal(candidate.rise, 2)} overall since {year_from}")
    if candidate.similar:
        like = "what is known of both" if candidate.parts_missing else "kind, size and care settings"
        clauses.append(f"is among the trusts most like it in {like}")
    if candidate.offer is not None:
        clauses.append("has offered help on this pillar")
    if candidate.published:
        clauses.append(candidate.published)
    return tuple(clauses)


def where(candidate: Candidate) -> str:
    """The place of a candidate, as written after its name: its system, and how near that is."""
    match candidate.tier:
        case "ics":
            return "in the same ICS"
        case "similar":
            return f"{candidate.ics}, one of the most similar"
        case "region":
            return f"{candidate.ics}, same region"
        case "england":
            return candidate.ics


def why_unmatched(learning: Learning, need: Need) -> str:
    """Why nobody inside the system is asked about a need, as a sentence."""
    if need.inside:
        able = len(need.inside)
        who = f"{large_start(every(able, 'trust'))} here that could help {is_or_are(able)}"
        return f"{who} already matched {times(learning.most)}."
    among = "among the fictional trusts" if learning.system.fictional else "in England"
    where = f"in this {learning.scope.called}" if need.elsewhere else among
    return f"Nobody {where} scores a level higher and reaches the standard in this care setting."


def lacking_words(trust: str, missing: tuple[str, ...]) -> str:
    """The figures that a trust's likeness to others lacks, and what it rests on, as a sentence."""
    rest = [feature.words for feature in FEATURES if feature.words not in missing]
    known = f"rests on {in_list(rest)} alone" if rest else "is not known"
    return f"Nothing is published on {in_list(missing)} for {trust}: its likeness to others {known}."


def counted_twice(learning: Learning) -> str:
    """The trusts whose needs count more than once because their returns are alike; empty if none."""
    if not learning.identical:
        return ""
    return (
        f"{same_scores(learning.identical)} Each care setting counts, so one need is counted more than once."
    )


def times(count: int) -> str:
    """A number of times in words."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def learning_answer(learning: Learning) -> Answer:
    """The number of material gaps with a helper inside the system, then who to ask about the others."""
    name, standard = learning.system.name, learning.standard.in_words
    if not learning.units:
        if learning.without_standard and learning.standard.baseline != "own_target":
            return Answer(
                f"Too few returns have been received in England for {standard}", "So no gap is matched."
            )
        if learning.without_standard:
            return Answer(f"No trust of {name} has set targets of its own", "So there are no gaps to match.")
        return Answer(f"No trust of {name} has a return for this round")
    if not learning.needs:
        return Answer(f"No return of {name} is materially below {standard}")
    total, matched, free = len(learning.needs), len(learning.matched), len(_elsewhere(learning))
    to = f" to {standard_after(total, learning.standard)}"
    if not matched:
        alone = len(learning.returned) == 1
        who = f"{name} has a single trust with a return" if alone else f"Nobody inside {name} could help"
        return Answer(
            f"{who}, {'and' if alone else 'with'} {plural(total, 'material gap')}{to}", _to_ask(free, total)
        )
    title = f"{gaps_matched(matched, total, to)} inside {name}"
    rest = "" if matched == total else _to_ask(free, total - matched, others=True)
    return Answer(title, rest)


def trust_learning(own: Learning, trust: str) -> Answer:
    """The same for one trust. own: the part that concerns it. trust: its name."""
    if own.of_trust not in own.returned:
        return Answer(f"{trust} has no score that can be held to {own.standard.in_words} in this round")
    needs = own.own
    asked = len(own.needs) - len(needs)
    matched = sum(need.helper is not None for need in needs)
    gives = f"It is itself matched with {plural(asked, 'gap') if asked else 'no gap'} of others."
    if not needs:
        return Answer(f"{trust} is nowhere materially below {own.standard.in_words}", gives)
    title = f"{gaps_matched(matched, len(needs), f' of {trust}')} inside {own.system.name}"
    return Answer(title, f"{_already_matched(own, needs)}{gives}")


def _already_matched(own: Learning, needs: Sequence[Need]) -> str:
    """The number of unmatched needs whose possible helpers are all matched already, as a sentence."""
    full = _full(needs)
    if not full:
        return ""
    which = "" if len(needs) == 1 else f"for {full} {'more' if any(n.helper for n in needs) else 'of them'}, "
    return large_start(f"{which}{_all_matched(own)}. ")


def _all_matched(learning: Learning) -> str:
    return f"all that could help are already matched {times(learning.most)}"


def _full(needs: Iterable[Need]) -> int:
    return sum(need.helper is None and bool(need.inside) for need in needs)


def gaps_matched(matched: int, total: int, of: str = "") -> str:
    """Gaps with a helper: '2 of 5 material gaps find a helper'. of: further words on the gaps."""
    if total == 1:
        return f"The one material gap{of} finds {'a' if matched else 'no'} helper"
    return f"{matched or 'None'} of {total} material gaps{of} {_finds(matched or 1)} a helper"


def _finds(count: int) -> str:
    return "finds" if count == 1 else "find"


def learning_statements(learning: Learning) -> list[Statement]:
    """Up to four: gaps with a helper, helpers, gaps for trusts elsewhere, and gaps that nobody can help."""
    if not learning.needs:
        return []
    points, all_points = (fsum(need.gap for need in needs) for needs in (learning.matched, learning.needs))
    free = _elsewhere(learning)
    nobody = [need for need in learning.unmatched if not need.elsewhere]
    spent = sum(bool(need.inside) for need in nobody)
    words = (
        f"material gap{'s' if len(learning.needs) > 1 else ''} {_finds(len(learning.matched))} a helper "
        f"inside the {learning.scope.called}: {decimal(points, 1)} of {decimal(all_points, 1)} points"
    )
    if full := _full(learning.needs):
        words += f"; for {full} more, {_all_matched(learning)}"
    statements = [Statement(f"{len(learning.matched)} of {len(learning.needs)}", words)]
    if learning.matched:
        no = "no" if len(learning.asked) == 1 else "none"
        words = f"would be asked, {no} more than {times(learning.most)}"
        statements.append(Statement(plural(len(learning.asked), "trust"), words))
    if free:
        words = "left, for which a trust elsewhere in England could be asked"
        statements.append(Statement(plural(len(free), "gap"), words))
    if nobody:
        words = "left, where nobody outside is a level higher and at the standard in the same care setting"
        if spent:
            words += f"; for {spent} a trust inside is, but is already matched {times(learning.most)}"
        statements.append(Statement(plural(len(nobody), "gap"), words))
    return statements


def match_sentence(learning: Learning, need: Need) -> str:
    """The helper of a matched need, the reasons, and others inside who could be asked instead."""
    assert need.helper is not None
    clauses = in_list(reasons(need, need.helper, year_from=learning.year_from))
    others = [other for other in need.inside if other != need.helper]
    others.sort(key=lambda other: other.offer is None)
    instead = f" {_count_in_list(others)} could be asked too." if others else ""
    return f"{need.helper.trust}: {clauses}.{_contact(need.helper)}{instead}{_asked_for(need)}"


def unmatched_sentence(learning: Learning, need: Need) -> str:
    """Why nobody inside is matched with a need, and where in England to look."""
    why = why_unmatched(learning, need)
    where_else = f" Elsewhere: {_named(need)}." if need.elsewhere else ""
    return f"{why}{where_else}{_asked_for(need)}"


def need_title(need: Need) -> str:
    """A need in a few words: pillar, care setting, score and gap."""
    least = definitions().material(need.pillar, need.care_setting)
    score, _, short = beside(need.score, need.standard, decimals=1, threshold=least)
    figures = f"{score}, {short.lstrip(MINUS)} below"
    return f"{pillar_name(need.pillar)}, {need.care_setting}: {figures}"


def no_exchange(name: str, *, system: bool) -> str:
    """The sentence that a system or a trust has neither offered help nor asked for it."""
    who = f"Nobody of {name} has offered help or" if system else f"{name} has neither offered help nor"
    return (
        f"{who} asked for it yet. An offer shows here, and beside each match on its pillar, and who to "
        "write to."
    )


def exchange_lines(exchanges: tuple[Exchange, ...], direction: Direction) -> list[tuple[str, str]]:
    """Pairs for offers or requests: (pillar and trust, the trust's note and contact)."""
    return [
        (
            f"{pillar_name(exchange.pillar)}: {exchange.trust}",
            _note_and_contact(exchange),
        )
        for exchange in sorted(exchanges, key=_pillar_then_trust)
        if exchange.offers_or_asks == direction
    ]


def _pillar_then_trust(exchange: Exchange) -> tuple[int, str]:
    return definitions().framework.pillar_keys.index(exchange.pillar), exchange.trust


def exchange_sentence(exchange: Exchange) -> str:
    """An offer or a request on the command line."""
    what = f"{OFFER_OR_REQUEST[exchange.offers_or_asks]} on {pillar_name(exchange.pillar)}"
    return f"{with_code(exchange.trust, exchange.ods_code)} {what}: {_note_and_contact(exchange)}"


def _note_and_contact(exchange: Exchange) -> str:
    return f"{_ended(exchange.note)} Contact: {exchange.contact.rstrip('.')}."


def _ended(note: str) -> str:
    return note if note.endswith(("?", "!")) else f"{note.rstrip('.')}."


def exchange_table(exchanges: Iterable[Exchange]) -> Filled:
    """Offers and requests as a table."""
    table = EXCHANGES.only("trust", "ods_code", "offers_or_asks", "pillar", "note", "contact")
    return table.of(vars(exchange) for exchange in exchanges)


def need_record(learning: Learning, need: Need) -> dict[str, Any]:
    """A need as a row of NEEDS: its helper with reasons, or why there is none and where to look."""
    helper = need.helper
    why = () if helper is None else reasons(need, helper, year_from=learning.year_from)
    unmatched = why_unmatched(learning, need) if helper is None else None
    return vars(need) | {
        "helper_ods_code": helper and helper.ods_code,
        "helper": helper and helper.trust,
        "helper_score": helper and helper.score,
        "reasons": "; ".join(why) or None,
        "why_unmatched": unmatched,
        "why": unmatched or "; ".join(why),
        "inside": len(need.inside),
        "others": "; ".join(other.trust for other in need.inside if other != helper) or None,
        "elsewhere": len(need.elsewhere),
        "elsewhere_first": "; ".join(
            f"{other.trust} ({other.ods_code}, {other.ics_code})"
            for other in need.elsewhere[:SHOWN_ELSEWHERE]
        ),
        "where": _named(need) or None,
    }


def helper_table(learning: Learning, *, named: Callable[[str], str] = str) -> Filled:
    """Each helper by name: how often it would be asked, about which pillars and by which trusts.

    named: writes a trust's name.
    """
    asked: dict[tuple[str, str], list[Need]] = {}
    for need in learning.matched:
        assert need.helper is not None
        asked.setdefault((need.helper.trust, need.helper.ods_code), []).append(need)
    return HELPERS.of(
        {
            "helper": named(trust),
            "times": len(needs),
            "about": "; ".join(
                f"{pillar_name(need.pillar)} ({need.care_setting}): {named(need.trust)}" for need in needs
            ),
        }
        for (trust, _), needs in sorted(asked.items())
    )


def matched_message(learning: Learning) -> str:
    """The pillar on which the fewest gaps find a helper inside; neutral if all do, or none does.

    For one trust: how many of its own gaps do, and with how many of others it could help.
    """
    if learning.of_trust is not None:
        answer = trust_learning(learning, short_name(learning.subject.name))
        given = len(learning.needs) - len(learning.own)
        return (
            f"{answer.title}; it could help with {plural(given, 'gap')} of others" if given else answer.title
        )
    if not learning.needs:
        return f"No return is materially below {learning.standard.in_words}"
    matched, total = len(learning.matched), len(learning.needs)
    if matched == total:
        return f"Every material gap finds a helper inside the {learning.scope.called}"
    if not matched:
        return f"No material gap finds a helper inside the {learning.scope.called}"
    shares = [
        (Fraction(matched_of(needs), len(needs)), len(needs), pillar) for pillar, needs in by_pillar(learning)
    ]
    share, count, fewest = min(shares, key=lambda of_pillar: (of_pillar[0], -of_pillar[1]))
    highest, most_count, most = max(shares, key=lambda of_pillar: of_pillar[:2])
    if share == highest or most_count < FEWEST_FOR_A_SHARE:
        return f"{gaps_matched(matched, total)} inside the {learning.scope.called}"
    most_matched = f"for {int(highest * most_count)} of {most_count}"
    if not share:
        low = f"{pillar_name(fewest)} finds no helper inside for its {plural(count, 'gap')}"
        return f"{low}; {pillar_name(most)} finds helpers {most_matched}"
    low = f"{pillar_name(fewest)} finds helpers inside for {int(share * count)} of {plural(count, 'gap')}"
    return f"{low}, {pillar_name(most)} {most_matched}"


def by_pillar(learning: Learning) -> list[tuple[str, list[Need]]]:
    """The needs of each pillar, in the framework's order."""
    ordered = sorted(learning.needs, key=lambda need: need.pillar_position)
    return [(pillar, list(needs)) for pillar, needs in groupby(ordered, key=lambda need: need.pillar)]


def matched_words(learning: Learning, needs: Sequence[Need]) -> str:
    """The number of a pillar's needs with a helper inside; for one trust its own, then those of others."""
    own = [need for need in needs if learning.is_own(need)]
    given = len(needs) - len(own)
    own_words = f"{matched_of(own)} of {plural(len(own), 'gap')} matched" if own else ""
    helps = f"could help with {given if own else plural(given, 'gap')}" if given else ""
    return ", ".join(filter(None, (own_words, helps)))


def matched_of(needs: Iterable[Need]) -> int:
    """The number of needs with a helper inside."""
    return sum(need.helper is not None for need in needs)


def look_elsewhere_table(learning: Learning) -> Filled:
    """The needs without a match inside, by pillar: why, and the first candidates elsewhere."""
    table = NEEDS.only("pillar", "trust", "care_setting", "gap", "why_unmatched", "where")
    left = sorted(learning.unmatched, key=lambda need: (need.pillar_position, -need.gap, need.trust))
    return table.of(need_record(learning, need) for need in left)


def _to_ask(free: int, of: int, *, others: bool = False) -> str:
    """The number of gaps for which a trust elsewhere could be asked. others: other gaps were named before."""
    if of == 1:
        which, some = "the other" if others else "it", "a" if free else "no"
        return f"For {which} there is {some} trust elsewhere to ask."
    which = f"the other {of}" if others else "them"
    if not free:
        return f"For none of {which} is there a trust elsewhere to ask."
    each = "each" if free == of else free
    return f"For {each} of {which} there is a trust elsewhere to ask."


def _elsewhere(learning: Learning) -> list[Need]:
    return [need for need in learning.unmatched if need.elsewhere]


def _named(need: Need) -> str:
    first = need.elsewhere[:SHOWN_ELSEWHERE]
    more = len(need.elsewhere) - len(first)
    listed = "; ".join(
        f"{found.trust} ({where(found)}) {decimal(found.score, 1)}{_offering(found)}" for found in first
    )
    return f"{listed}; and {more} more" if more else listed


def _asked_for(need: Need) -> str:
    if need.request is None:
        return ""
    return f" {need.trust} has asked for help here: {_ended(need.request.note)}"


def _contact(helper: Candidate) -> str:
    if helper.offer is None:
        return ""
    return f" Its offer: {_note_and_contact(helper.offer)}"


def _offering(candidate: Candidate) -> str:
    return "" if candidate.offer is None else " (has offered help)"


def _count_in_list(others: list[Candidate]) -> str:
    """The first candidates in words, offers of help marked, and the number of those not named."""
    listed = [f"{other.trust}{_offering(other)}" for other in others[:SHOWN_ELSEWHERE]]
    more = len(others) - len(listed)
    return in_list([*listed, f"{more} more"]) if more else in_list(listed)
