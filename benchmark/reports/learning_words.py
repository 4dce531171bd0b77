"""What is said of who could help whom: the first sentence, the statements, one sentence for each need."""

from math import fsum

import pandas as pd

from benchmark.definitions import definitions
from benchmark.measures.candidates import Candidate
from benchmark.measures.exchange import Direction, Exchange
from benchmark.measures.improvers import Improvers
from benchmark.measures.learning import SHOWN_ELSEWHERE, Learning, Need
from benchmark.measures.learning_words import reasons, times, where, why_unmatched
from benchmark.measures.score_columns import pillar_name
from benchmark.wording import Statement, in_list, plural

OFFER_OR_REQUEST = {"offer": "offers help", "request": "asks for help"}


def learning_lead(found: Learning) -> str:
    """One sentence: how many of the material gaps could be helped from inside the system."""
    name, standard = found.system.name, found.standard.in_words
    if not found.units:
        if found.without_standard and found.standard.baseline != "own_target":
            return f"Too few returns have come in England for {standard}, so there are no gaps to match."
        if found.without_standard:
            return f"No trust of {name} has set targets of its own, so there are no gaps to match."
        return f"No trust of {name} has a return for this round."
    if not found.needs:
        return f"No return of {name} is materially below {standard}."
    total, matched, free = len(found.needs), len(found.matched), len(_elsewhere(found))
    gaps = plural(total, "material gap")
    if not matched:
        alone = len(found.returned) == 1
        who = f"{name} has a single trust with a return" if alone else f"Nobody inside {name} could help"
        with_whom = f"{'and' if alone else 'with'} {gaps} to {standard}"
        return f"{who}, {with_whom}; {_to_ask(free, total, which='them')}."
    start = f"{matched} of {gaps} to {standard} could be helped from inside {name}"
    if matched == total:
        return f"{start}."
    return f"{start}; {_to_ask(free, total - matched, which=f'the other {total - matched}')}."


def trust_lead(own: Learning, *, ods_code: str, trust: str, returned: bool) -> str:
    """One sentence on one trust; own: what concerns it. returned: whether it has a score to compare."""
    if not returned:
        return f"{trust} has no score that can be held to {own.standard.in_words} in this round."
    needs = [need for need in own.needs if need.ods_code == ods_code]
    asked = len(own.needs) - len(needs)
    matched = sum(need.helper is not None for need in needs)
    gives = (
        f"it could itself help with {plural(asked, 'gap')} of others"
        if asked
        else "it is matched with no gap of others"
    )
    if not needs:
        return f"{trust} is nowhere materially below {own.standard.in_words}; {gives}."
    return (
        f"{matched or 'None'} of {plural(len(needs), 'material gap')} of {trust} could be helped from inside "
        f"{own.system.name}; {gives}."
    )


def learning_statements(found: Learning) -> list[Statement]:
    """Up to four: gaps that could be helped, helpers, gaps to be helped from elsewhere, and by nobody."""
    if not found.needs:
        return []
    points, all_points = (fsum(need.gap for need in needs) for needs in (found.matched, found.needs))
    free = _elsewhere(found)
    nobody = [need for need in found.unmatched if not need.elsewhere]
    spent = sum(bool(need.inside) for need in nobody)
    statements = [
        Statement(
            f"{len(found.matched)} of {len(found.needs)}",
            f"material gaps could be helped from inside the system: {points:.1f} of {all_points:.1f} points",
        ),
    ]
    if found.matched:
        words = f"could help, if none is asked more than {times(found.most)}"
        statements.append(Statement(plural(len(found.asked), "trust"), words))
    if free:
        words = "left, for which a trust elsewhere in England could be asked"
        statements.append(Statement(plural(len(free), "gap"), words))
    if nobody:
        words = "left, where nobody outside is a level higher and at the standard in the same care setting"
        if spent:
            words += f"; for {spent} somebody inside is, and is asked often enough already"
        statements.append(Statement(plural(len(nobody), "gap"), words))
    return statements


def match_sentence(found: Learning, need: Need) -> str:
    """Whom to ask about a matched need and why; the others inside who could be asked instead."""
    assert need.helper is not None
    clauses = in_list(reasons(need, need.helper, year_from=found.year_from))
    others = sorted((other for other in need.inside if other != need.helper), key=_offers_nothing)
    instead = f" {_count_in_list(others)} could be asked too." if others else ""
    return f"{need.helper.trust}: {clauses}.{_contact(need.helper)}{instead}{_asked_for(need)}"


def unmatched_sentence(found: Learning, need: Need) -> str:
    """Why nobody inside is matched with a need, and where in England to look."""
    why = why_unmatched(found, need)
    return f"{why}{f' {_look(need)}' if need.elsewhere else ''}{_asked_for(need)}"


def need_title(need: Need) -> str:
    """A need in a few words: pillar, care setting, score and gap."""
    return f"{pillar_name(need.pillar)}, {need.care_setting}: {need.score:.1f}, {need.gap:.1f} below"


def no_exchange(name: str, *, system: bool) -> str:
    """Said where nobody of a system, or a trust, has offered help or asked for it."""
    who = f"Nobody of {name} has offered help or" if system else f"{name} has neither offered help nor"
    return (
        f"{who} asked for it yet. An offer shows here, and beside each match on its pillar, with whom to "
        "write to."
    )


def exchange_lines(exchanges: tuple[Exchange, ...], direction: Direction) -> list[tuple[str, str]]:
    """Offers or requests: who and on what, then what the trust says of it and whom to write to."""
    return [
        (
            f"{pillar_name(exchange.pillar)}: {exchange.trust}",
            f"{exchange.note.rstrip('.')}. Contact: {exchange.contact.rstrip('.')}.",
        )
        for exchange in sorted(exchanges, key=_pillar_then_trust)
        if exchange.direction == direction
    ]


def _pillar_then_trust(exchange: Exchange) -> tuple[int, str]:
    return definitions().framework.pillar_keys.index(exchange.pillar), exchange.trust


def exchange_table(exchanges: tuple[Exchange, ...]) -> pd.DataFrame:
    """Offers and requests, one row each."""
    return pd.DataFrame(
        [
            (
                exchange.trust,
                OFFER_OR_REQUEST[exchange.direction],
                pillar_name(exchange.pillar),
                exchange.note,
                exchange.contact,
            )
            for exchange in exchanges
        ],
        columns=["Trust", "What", "Pillar", "In its own words", "Contact"],
    )


def helper_table(found: Learning) -> pd.DataFrame:
    """What each helper would be asked, by name: how often, about which pillars and by whom."""
    asked: dict[tuple[str, str], list[Need]] = {}
    for need in found.matched:
        assert need.helper is not None
        asked.setdefault((need.helper.trust, need.helper.ods_code), []).append(need)
    return pd.DataFrame(
        [
            (
                trust,
                len(needs),
                "; ".join(
                    f"{pillar_name(need.pillar)} ({need.care_setting}): {need.trust}" for need in needs
                ),
            )
            for (trust, _), needs in sorted(asked.items())
        ],
        columns=["Could help", "Times asked", "About what, and for whom"],
    )


def look_elsewhere_table(found: Learning) -> pd.DataFrame:
    """The needs without a match inside, by pillar: why, and the first of those elsewhere who could help."""
    left = sorted(found.unmatched, key=lambda need: (need.pillar_position, -need.gap, need.trust))
    return pd.DataFrame(
        [
            (
                pillar_name(need.pillar),
                need.trust,
                need.care_setting,
                round(need.gap, 2),
                why_unmatched(found, need),
                _named(need) or "nobody",
            )
            for need in left
        ],
        columns=["Pillar", "Trust", "Care setting", "Gap (points)", "Why not inside", "Where to look"],
    )


def improvers_caution(found: Improvers) -> str:
    """What to bear in mind: chance, how far returns usually are from what was expected, too few returns."""
    usual = [f"{line.care_setting.lower()} {line.usual:.2f}" for line in found.expectations if line.usual]
    few = [line.care_setting.lower() for line in found.expectations if line.usual is None]
    text = (
        "Whoever starts low tends to rise, and whoever starts high to fall, by chance alone: so each change "
        "is set beside that of other returns that started from the same score."
    )
    if usual:
        text += (
            " Half of all returns in England differ from what was expected of them by at least this much, in "
            f"points: {', '.join(usual)}. A difference is a reason to ask what was done, not a proof."
        )
    if few:
        text += f" Too few returns in England for an expectation: {in_list(few)}."
    return text


def _to_ask(free: int, of: int, *, which: str) -> str:
    """For how many of some gaps a trust elsewhere could be asked, as a clause; which: of those, in words."""
    if not free:
        return f"for none of {which} is there a trust elsewhere to ask"
    each = "each" if free == of else free
    return f"for {each} of {which} there is a trust elsewhere to ask"


def _elsewhere(found: Learning) -> list[Need]:
    return [need for need in found.unmatched if need.elsewhere]


def _look(need: Need) -> str:
    return f"Elsewhere: {_named(need)}."


def _named(need: Need) -> str:
    first = need.elsewhere[:SHOWN_ELSEWHERE]
    more = len(need.elsewhere) - len(first)
    listed = "; ".join(
        f"{found.trust} ({where(found)}) {found.score:.1f}{_offering(found)}" for found in first
    )
    return f"{listed}; and {more} more" if more else listed


def _asked_for(need: Need) -> str:
    if need.request is None:
        return ""
    return f" {need.trust} has asked for help here: {need.request.note.rstrip('.')}."


def _contact(helper: Candidate) -> str:
    if helper.offer is None:
        return ""
    return f" Its offer: {helper.offer.note.rstrip('.')}. Contact: {helper.offer.contact.rstrip('.')}."


def _offers_nothing(candidate: Candidate) -> bool:
    return candidate.offer is None


def _offering(candidate: Candidate) -> str:
    return "" if candidate.offer is None else " (has offered help)"


def _count_in_list(others: list[Candidate]) -> str:
    """The first of some candidates by name, whoever has offered help marked, and how many more there are."""
    listed = [f"{other.trust}{_offering(other)}" for other in others[:SHOWN_ELSEWHERE]]
    more = len(others) - len(listed)
    return in_list([*listed, f"{more} more"]) if more else in_list(listed)
