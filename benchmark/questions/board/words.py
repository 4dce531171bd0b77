"""The pack's own words: its headline, what it may ask a board, and how not to read a section."""

from collections.abc import Mapping
from typing import Final

from benchmark.core.columns import pillar_name
from benchmark.core.definitions import definitions
from benchmark.core.wording import count_of_returns, in_list, is_or_are, plural, short_name
from benchmark.questions.board.measure import Matter
from benchmark.questions.conditions.words import conditions_answer
from benchmark.questions.gaps.words import all_received, below_message, none_stands_out, widest_pillars
from benchmark.questions.trusts.below import trust_message

SELF_ASSESSED: Final = (
    "Scores are self-assessed by each trust on the seven pillars of What Good Looks Like, from 1 to 5. They "
    "are not audited, and they do not rank."
)
FICTIONAL: Final = "Fictional: these organisations and all their figures are made up."
LETTERS: Final = (
    "Trusts are named by letters here. The letters hide names, not figures: who knows the published scores "
    "can tell whose they are."
)
OF_A_TRUST: Final = "To note where the trust stands beside its peers, and to decide what is done next"
PURPOSES: Final[Mapping[str, str]] = {
    "board": "To note where the {called}'s trusts stand, and to decide what is done next",
    "trust": "To show each trust's board where it stands beside the others, and what is asked of it",
    "working": "To work through the figures, trust by trust",
}
HOW_TO_READ: Final[Mapping[str, tuple[str, ...]]] = {
    "summary": (
        "How to read it: what the figures say, in five sentences at most.",
        "Do not conclude from a mean alone: the trusts of one system differ more than systems do.",
    ),
    "grid": (
        "How to read it: a row is a trust in one care setting, a column a pillar. Colour and sign say how "
        "far the score lies from the standard.",
        "Do not read it as a ranking, and do not compare care settings: a score means different work in "
        "each. A difference within one answer is no finding.",
    ),
    "position": (
        "How to read it: the trust's score on each pillar, beside the median of returns of the same care "
        "setting and the standard.",
        "Do not conclude that a pillar within one answer of the median differs from it.",
    ),
    "changes": (
        "How to read it: what is different between the figures of two days: returns that were added, scores "
        "that moved, verdicts and sentences that changed.",
    ),
    "movement": (
        "How to read it: first who moved, then whether the trusts came closer together, then what that rests "
        "on and what chance alone would do.",
        "Do not take credit for a narrowing that chance explains. Do not compare the overall scores of this "
        "section with pillar scores, because they rest on the domains that both rounds share.",
    ),
    "gap": (
        "How to read it: every exact distance below the standard, added up in two ways to the same total.",
        "Do not conclude that the trust with the longest bar does worst: it may have returned more settings.",
    ),
    "evidence": (
        "How to read it: other publications about the same trusts, as they are, beside their own scores.",
        "Do not correct a score by them: they measure other things. Where they differ, ask the trust.",
    ),
    "spend": (
        "How to read it: what trusts returned as their IT spend, as a share of their expenditure. The "
        "references of 2020 are somebody's figures of that time, not a standard.",
        "Do not conclude that spend causes maturity, nor the other way round: the two only go together.",
    ),
    "conditions": (
        "How to read it: material gaps for which the trust returned no programme in procurement, in delivery "
        "or live.",
        "Do not conclude that nothing is done where nothing was returned: a missing return is not a 'no'.",
    ),
    "helpers": (
        "How to read it: a trust could help where it is at the standard and a level higher in the same care "
        "setting. It is a reason to talk, not a promise.",
        "Do not conclude that a trust without a match cannot be helped: look elsewhere in England.",
    ),
    "plan": (
        "How to read it: what the fund would do at the planner's own cost of a point.",
        "Do not take it for a forecast: nobody has published what a point costs.",
    ),
    "missing": (
        "How to read it: who was expected to return and did not, and which parts of this paper had nothing "
        "to show.",
        "Do not read a missing return as a score of zero.",
    ),
    "risks": (
        "How to read it: each risk as cause, event and effect, filled from the figures of this paper.",
        "Do not enter them into a risk register unread: likelihood and impact are yours to judge.",
    ),
    "method": (),
}


COUNTED_BY_TRUST: Final = "A gap is counted here once for a trust and a pillar, whatever its care settings."
"""Added where gaps are counted by trust, because other sentences count them by return."""


def conditions_said(matter: Matter, name: str) -> str:
    """The summary on conditions, with the reason if it counts other gaps than other sentences do."""
    summary, of_trust = matter.coverage.summary, matter.choices.trust is not None
    sentences = [conditions_answer(matter.conditions, matter.coverage, name=name, is_trust=of_trust).whole]
    if summary.scores_below != summary.material_gaps:
        sentences.append(COUNTED_BY_TRUST)
    if summary.left_out:
        # Without names, which would appear in a pack with letters too.
        scores, trusts = sum(summary.left_out.values()), len(summary.left_out)
        sentences.append(
            f"{plural(scores, 'more score')} below the standard, of {plural(trusts, 'trust')} that "
            f"{is_or_are(trusts)} part of another now, {is_or_are(scores)} left out here."
        )
    return " ".join(sentences)


def headline(matter: Matter) -> str:
    """The first sentence of a pack, without a full stop."""
    if matter.choices.trust is not None:
        return trust_headline(matter)
    return below_message(matter.gaps, ics_name=matter.system.name)


def trust_headline(matter: Matter) -> str:
    """The pillars on which a trust is below the standard, by care setting; without a full stop."""
    return trust_message(
        matter.positions,
        name=matter.subject.name,
        year=matter.choices.scope.assessment_year,
        standard=matter.choices.standard,
    )


def suggested_asks(matter: Matter) -> tuple[str, ...]:
    """Requests to the board that follow from the figures; each continues "The board is asked to"."""
    asks = [f"Note that {_noted(headline(matter))}."]
    if len(matter.missing):
        count = len(matter.missing)
        names = in_list([*dict.fromkeys(short_name(name) for name in matter.missing["trust"])])
        asks.append(
            f"Ask for the {'missing return' if count == 1 else f'{count} missing returns'} of "
            f"{matter.choices.scope.assessment_year}: {names}."
            if count <= 4
            else f"Ask for the {count} missing returns of {matter.choices.scope.assessment_year}."
        )
    widest = widest_pillars(matter.gaps) if matter.choices.trust is None else []
    if none_stands_out(matter.gaps, widest):
        asks.append("Agree which pillar comes first and who leads on it: no pillar's gap stands out.")
    elif widest:
        named = in_list([pillar_name(row["pillar"]) for row in widest])
        asks.append(f"Agree who leads on {named}, where the gap is widest, and what is done by when.")
    return (*asks, *(_asks_of_system(matter) if matter.choices.trust is None else _asks_of_trust(matter)))


def _asks_of_system(matter: Matter) -> list[str]:
    asks = []
    summary = matter.coverage.summary
    if summary.not_addressed:
        asks.append(
            f"Ask the trusts concerned which programme is to address the "
            f"{plural(summary.not_addressed, 'material gap')} that none addresses."
        )
    elif summary.material_gaps and not summary.trusts_returned:
        asks.append("Ask the trusts to return their digital programmes, so that it is known what is done.")
    if matter.learning.matched:
        gaps, one = plural(len(matter.learning.matched), "gap"), len(matter.learning.asked) == 1
        who, they = ("trust", "it is") if one else ("trusts", "they are")
        asks.append(f"Ask the {who} that could help with {gaps} whether {they} willing to.")
    return asks


def _asks_of_trust(matter: Matter) -> list[str]:
    """Requests to the trust's own board: to return its programmes, to ask for help, and to give it."""
    asks = []
    summary, code = matter.coverage.summary, matter.choices.trust
    if summary.not_addressed:
        single = summary.not_addressed == 1
        asks.append(
            f"Decide which programme is to address {'the one material gap' if single else 'each of the '}"
            f"{'' if single else plural(summary.not_addressed, 'material gap')} that none addresses."
        )
    elif summary.material_gaps and not summary.trusts_returned:
        asks.append("Have the trust's digital programmes returned, so that it is known what is done.")
    own = [need for need in matter.learning.matched if need.ods_code == code]
    others = [need for need in matter.learning.matched if need.ods_code != code]
    if own:
        asks.append(f"Agree to ask for help with {plural(len(own), 'gap')}, from the trusts named here.")
    if others:
        asks.append(
            f"Say whether the trust is willing to help others, with {plural(len(others), 'gap')} of theirs."
        )
    return asks


def _noted(message: str) -> str:
    """The message as part of a longer sentence: a first word that is no name or number is in lower case."""
    first = message.partition(" ")[0]
    return f"{first.lower()} {message.partition(' ')[2]}" if first in ("No", "None", "At", "The") else message


def standard_rule(matter: Matter) -> str:
    """The standard and its rule, in sentences."""
    standard = matter.choices.standard
    rule = definitions().baseline(standard.baseline).rule
    return f"Scores are held to {standard.in_words}. {rule}"


def received_words(matter: Matter) -> str:
    """How many of the expected returns were received, without a full stop."""
    year = matter.choices.scope.assessment_year
    expected, missing = len(matter.returned), len(matter.missing)
    if not expected:
        return f"No return was expected for {year}"
    if not missing:
        return all_received(expected, year=year)
    which = count_of_returns(missing, expected)
    return f"{which} expected for {year} {'was' if missing == 1 else 'were'} not received"
