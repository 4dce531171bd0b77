"""The sentences about conditions: titles of figures, the page's answer, and indicators of themes."""

from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from benchmark.core.columns import pillar_name
from benchmark.core.compare import at_least
from benchmark.core.definitions import evidence
from benchmark.core.wording import (
    Answer,
    Statement,
    decimal,
    has_or_have,
    in_list,
    is_or_are,
    large_start,
    number,
    per_cent,
    plural,
    short_name,
    small_start,
)
from benchmark.questions.conditions.coverage import NOT_ADDRESSED, Coverage
from benchmark.questions.conditions.measure import (
    Asked,
    Conditions,
    PartOfWhole,
    answers_by_item,
    posts_by_trust,
    unsupported,
    vacancies,
)
from benchmark.questions.conditions.themes import Indicator
from benchmark.questions.gaps.measure import FEWEST_FOR_SPREAD
from benchmark.questions.gaps.words import no_gap_message, standard_of_many
from schemas.conditions import Section

Part = Section | Literal["coverage"]
"""The parts of conditions that can be shown."""

RESTRICTED: Final = "Restricted: a trust and its system see these figures, others see bands."
_ASKED: Final[dict[Asked, tuple[str, str, str]]] = {
    "board_readiness": ("board conditions", "in place", "boards"),
    "capability": ("capabilities", "in use", "trusts"),
}
"""What the section asks about, the words for a yes, and who answers."""


@dataclass(frozen=True)
class IndicatorWords:
    """An indicator as it is shown.

    words: its figure in words. marks: the numbers of trusts that answered yes, partly, no, and not at all;
    None if it is no question. share: a part of a whole, 0 to 1; None if there is none.
    """

    name: str
    words: str
    marks: tuple[int, int, int, int] | None = None
    share: float | None = None


def coverage_message(covered: Coverage) -> str:
    """The number of material gaps that no programme addresses, without a full stop."""
    summary, standard = covered.summary, standard_in_words(covered)
    if summary.material_gaps == 0:
        return _no_gap(covered)
    if summary.trusts_returned == 0:
        gaps = plural(summary.material_gaps, "material gap")
        return f"What is done about {gaps} to {standard} is not known: no programmes were returned"
    if summary.known == 0:
        return "The trusts that returned their programmes have no material gap"
    if summary.not_addressed in (0, summary.known):
        every = "each" if summary.not_addressed == 0 else "any"
        single = summary.known == 1
        which = "the one material gap" if single else f"{every} of {plural(summary.known, 'material gap')}"
        return f"{'No' if summary.not_addressed else 'A'} programme addresses {which} to {standard}"
    verb, them = ("has", "it") if summary.not_addressed == 1 else ("have", "them")
    gaps = f"{summary.known} material gaps to {standard}"
    return f"{summary.not_addressed} of {gaps} {verb} no programme that addresses {them}"


def answers_message(section: Asked, counts: pd.DataFrame, *, trusts: int) -> str:
    """How much a section's answers say is in place or in use. counts: from `answers_by_item`."""
    thing, place, who = _ASKED[section]
    if counts.empty:
        return f"No trust has returned its {thing}"
    if trusts == 1:
        yes, partly, no = (int(counts[name].sum()) for name in ("yes", "partly", "no"))
        return f"{yes} of {len(counts)} {thing} {place}, {partly} partly, {no} not"
    most = _mostly_yes(counts)
    verb = is_or_are(most)
    return (
        f"{number(most)} of {len(counts)} {thing} {verb} {place} at more than half of the {who} that answered"
    )


def vacancy_message(posts: pd.DataFrame, *, chosen_trust: str | None = None) -> str:
    """The vacant share of funded posts, and its range over trusts; or one trust's share beside all."""
    everybody = vacancies(posts)
    if everybody.trusts == 0:
        return "No trust has returned its digital posts"
    own = posts if chosen_trust is None else posts[posts["ods_code"] == chosen_trust]
    total = vacancies(own)
    if total.share is None:
        return "No funded digital post was returned"
    words = (
        f"{decimal(total.part, 1)} of {decimal(total.whole, 1)} funded digital posts are vacant "
        f"({per_cent(total.share)})"
    )
    if chosen_trust is not None:
        return f"{words}; of all trusts here {per_cent(everybody.share or 0.0)}"
    every = (row["vacancy_rate"] for row in posts_by_trust(posts))
    rates = [rate for rate in every if rate is not None]
    if len(rates) < FEWEST_FOR_SPREAD:
        return words
    return f"{words}; by trust from {per_cent(min(rates))} to {per_cent(max(rates))}"


def legacy_message(total: PartOfWhole | None, conditions: Conditions) -> str:
    """The unsupported share of all systems; if figures are restricted, that they are."""
    if conditions.legacy.empty:
        return "No trust has returned its legacy estate"
    if total is None:
        hidden = conditions.legacy.loc[conditions.legacy["restricted"], "ods_code"].nunique()
        return f"The figures of {plural(hidden, 'trust')} are restricted and shown in bands"
    if total.share is None:
        return "The trusts that returned list no systems"
    counts = f"{decimal(total.part, 0)} of {decimal(total.whole, 0)} systems and devices"
    return f"{counts} have no supplier's support ({per_cent(total.share)})"


def programmes_message(programmes: pd.DataFrame) -> str:
    """The number of programmes, and of those at a stage that addresses a gap."""
    if programmes.empty:
        return "No trust has returned its digital programmes"
    running = int(programmes["addresses"].sum())
    trusts = programmes["ods_code"].nunique()
    listed = plural(len(programmes), "programme") + ("" if trusts == 1 else f" of {trusts} trusts")
    return f"{running} of {listed} {'is' if running == 1 else 'are'} in procurement, in delivery or live"


def standard_in_words(covered: Coverage) -> str:
    """The standard as a phrase after the gaps of one trust, or of several."""
    standard = covered.gaps.standard
    return standard_of_many(standard) if len(covered.trusts) > 1 else standard.in_words


def counts_in_words(yes: int, partly: int, no: int, not_answered: int) -> str:
    """The counts of a question's answers: '6 yes, 2 partly, 1 not answered'."""
    counts = {"yes": yes, "partly": partly, "no": no, "not answered": not_answered}
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count)


def posts_that_differ(posts: pd.DataFrame) -> list[str]:
    """A sentence for each role whose posts in post and vacant do not add up to the funded posts."""
    odd = posts[posts["differs"]]
    columns = (odd[name] for name in ("trust", "name", "in_post", "vacant", "funded"))
    return [
        f"{trust}, {role}: {in_post:g} in post and {vacant:g} vacant are not the {funded:g} funded."
        for trust, role, in_post, vacant, funded in zip(*columns, strict=True)
    ]


def conditions_answer(
    conditions: Conditions, covered: Coverage, *, name: str, is_trust: bool = False
) -> Answer:
    """The gaps that no programme addresses, and missing returns. name: of the system or of one trust."""
    summary = covered.summary
    if not conditions.any_returned:
        nobody = f"{name} has not" if is_trust else f"No trust of {name} has"
        to = f" to {standard_in_words(covered)}"
        unknown = f"So it is {_not_known(summary.material_gaps, to)}." if summary.material_gaps else ""
        return Answer(f"{nobody} returned its conditions", unknown)
    several = len(conditions.members) > 1
    sentences = []
    if several and summary.not_addressed > 1:
        sentences.append(f"They are gaps of {plural(summary.trusts_not_addressed, 'trust')}.")
    if summary.not_running:
        gaps = "" if summary.not_addressed == 1 else f"For {summary.not_running} of these gaps "
        sentences.append(
            large_start(f"{gaps}there is a programme, but it is an idea, a business case or paused.")
        )
    missing = summary.trusts - summary.trusts_returned
    if missing and several:
        verb = has_or_have(missing)
        sentences.append(f"{plural(missing, 'trust')} {verb} not returned programmes.")
    return Answer(coverage_message(covered), " ".join(sentences))


def other_count(covered: Coverage) -> str:
    """Why other pages count other numbers of gaps, in sentences; empty if they do not."""
    summary, standard, sentences = covered.summary, standard_in_words(covered), []
    if summary.scores_below != summary.material_gaps:
        sentences.append(
            "A gap here is a trust on a pillar, over all of its care settings: the "
            f"{plural(summary.scores_below, 'score')} below {standard} that other pages count make "
            f"{plural(summary.material_gaps, 'gap')}."
        )
    if summary.left_out:
        trusts = in_list([f"{trust} ({count})" for trust, count in sorted(summary.left_out.items())])
        scores = sum(summary.left_out.values())
        sentences.append(
            f"{scores} more of the scores below {standard} {is_or_are(scores)} left out here, "
            f"of trusts that are part of another now: {trusts}."
        )
    return " ".join(sentences)


def condition_statements(conditions: Conditions, covered: Coverage) -> list[Statement]:
    """Up to four figures: the widest gap not addressed, vacancies, unsupported systems, board readiness."""
    return [
        statement
        for statement in (_widest(covered), _posts(conditions), _estate(conditions), _board(conditions))
        if statement is not None
    ]


def condition_notes(conditions: Conditions, covered: Coverage, *, part: Part) -> list[str]:
    """Notes below the figures of a section, or of the coverage, with the trusts that have not returned."""
    section = "programme" if part == "coverage" else part
    rows = conditions.returns_of(section)
    alike = rows["trust"].duplicated(keep=False)
    names = rows["trust"].where(~alike, rows["trust"] + " (" + rows["ods_code"] + ")")
    no_return, this_round = rows["year"].isna(), rows["year"] == conditions.scope.assessment_year
    missing = names[no_return].tolist()
    earlier = rows["year"][~no_return & ~this_round]
    older = [f"{trust} ({year:.0f})" for trust, year in zip(names[earlier.index], earlier, strict=True)]
    notes = _coverage_notes(covered) if part == "coverage" else []
    if older:
        notes.append(f"Their newest return is of an earlier round: {in_list(older)}.")
    if missing:
        notes.append(f"No return, which is not a 'no': {in_list(missing)}.")
    return notes


def indicator_words(indicator: Indicator) -> IndicatorWords:
    """An indicator in words: over several trusts as counts, for one trust as its answer."""
    if indicator.source in ("board_readiness", "capability"):
        return _answer_words(indicator)
    if indicator.page is not None:
        of = ", for any year" if indicator.source == "it_spend" else ""
        return IndicatorWords(f"{indicator.name} returned{of}", _returned_words(indicator))
    name = _name(indicator)
    if indicator.source == "programme" and indicator.whole == 0:
        none = "no material gap" if indicator.trusts else "no score that can be held to the standard"
        return IndicatorWords(name, none)
    if indicator.trusts == 0:
        return IndicatorWords(name, "no return")
    if indicator.restricted and indicator.part is None:
        return IndicatorWords(name, "restricted: shown in bands below")
    assert indicator.part is not None and indicator.whole is not None
    share = indicator.part / indicator.whole if indicator.whole else None
    of_posts = indicator.source == "digital_posts"
    counts = " of ".join(decimal(figure, int(of_posts)) for figure in (indicator.part, indicator.whole))
    counts += " WTE vacant" if of_posts else ""
    figure_words = counts if share is None else f"{per_cent(share)}: {counts}"
    trusts = "" if indicator.members == 1 else f", {plural(indicator.trusts, 'trust')}"
    return IndicatorWords(name, f"{figure_words}{trusts}", share=share)


def _not_known(count: int, to: str = "") -> str:
    if count == 1:
        return f"not known whether a programme addresses the one material gap{to}"
    return f"not known which of {count} material gaps{to} a programme addresses"


def _no_gap(covered: Coverage) -> str:
    gaps = covered.gaps
    if covered.cells.empty and not gaps.rows.empty:
        return f"No score of {gaps.scope.assessment_year} that can be held to {gaps.standard.in_words}"
    if gaps.rows.empty or len(covered.trusts) > 1:
        return no_gap_message(gaps)
    return f"No material gap to {gaps.standard.in_words}"


def _mostly_yes(counts: pd.DataFrame) -> int:
    """The number of questions with a yes from more than half of those that answered."""
    return int((counts["yes"] * 2 > counts["answered"]).sum())


def _coverage_notes(covered: Coverage) -> list[str]:
    summary = covered.summary
    stages = [entry.stage for entry in evidence().stages if entry.addresses]
    came = f"programmes returned: {summary.trusts_returned} of {plural(summary.trusts, 'trust')}."
    if covered.cells.empty:
        year, standard = covered.gaps.scope.assessment_year, covered.gaps.standard.in_words
        return [f"No pillar score of {year} can be held to {standard}, so no gap is known; {came}"]
    if not summary.known:
        return [
            f"It is {_not_known(summary.no_return)}; {came}"
            if summary.no_return
            else f"There is no material gap that a programme could address; {came}"
        ]
    notes = [
        f"{summary.not_addressed} of {plural(summary.known, 'material gap')} "
        f"{has_or_have(summary.not_addressed)} no programme that addresses "
        f"{'it' if summary.not_addressed == 1 else 'them'}; {came}",
        f"A programme addresses a gap when it is at one of these stages: {in_list(stages)}.",
    ]
    if summary.no_return:
        more = plural(summary.no_return, "more gap")
        notes.append(
            f"{more} {is_or_are(summary.no_return)} of trusts that have not returned their programmes."
        )
    return notes


def _name(indicator: Indicator) -> str:
    """An indicator's name; for a role, the name says that it is about posts."""
    if indicator.source != "digital_posts" or indicator.item is None:
        return indicator.name
    return f"Posts in {small_start(indicator.name)}"


def _answer_words(indicator: Indicator) -> IndicatorWords:
    yes, partly, no = indicator.yes or 0, indicator.partly or 0, indicator.no or 0
    silent = indicator.members - indicator.trusts
    marks = (yes, partly, no, silent)
    if indicator.members == 1:
        words = "yes" if yes else "partly" if partly else "no" if no else "not answered"
        return IndicatorWords(indicator.name, words, marks)
    if indicator.trusts == 0:
        return IndicatorWords(indicator.name, "no answer yet", marks)
    return IndicatorWords(indicator.name, counts_in_words(*marks), marks)


def _returned_words(indicator: Indicator) -> str:
    if indicator.members == 1:
        return "yes" if indicator.trusts else "not yet"
    return f"by {indicator.trusts} of {plural(indicator.members, 'trust')}"


def _widest(covered: Coverage) -> Statement | None:
    """The widest gap that no programme addresses, with its trust; if several are as wide, their number."""
    open_gaps = covered.cells[covered.cells["status"].isin(NOT_ADDRESSED)]
    if open_gaps.empty:
        return None
    widest = open_gaps[at_least(open_gaps["gap"], float(open_gaps["gap"].max()))]
    figure = f"{decimal(widest['gap'].iloc[0], 1)} points"
    pillars = in_list([pillar_name(key) for key in dict.fromkeys(widest["pillar"])])
    if widest["ods_code"].nunique() > 1:
        return Statement(
            figure, f"is the widest gap that no programme addresses, at {len(widest)} places: {pillars}"
        )
    whose = "" if len(covered.trusts) == 1 else f"{short_name(str(widest['trust'].iloc[0]))}, "
    return Statement(figure, f"is the widest gap that no programme addresses: {whose}{pillars}")


def _of_earlier_rounds(conditions: Conditions, rows: pd.DataFrame) -> pd.DataFrame:
    """One row of each trust whose newest return is of an earlier round."""
    return rows[rows["year"] != conditions.scope.assessment_year].drop_duplicates("ods_code")


def _earlier(conditions: Conditions, rows: pd.DataFrame) -> str:
    """Words after a figure, with the number of its trusts whose newest return is of an earlier round."""
    own = _of_earlier_rounds(conditions, rows)
    if own.empty:
        return ""
    if len(conditions.members) == 1:
        return f", in its return of {own['year'].iloc[0]:.0f}"
    return f"; for {plural(len(own), 'trust')} of an earlier round"


def older_returns(conditions: Conditions, rows: pd.DataFrame) -> str:
    """The trusts whose newest return is of an earlier round, in a sentence; empty if there are none."""
    own = _of_earlier_rounds(conditions, rows)
    named = [
        f"{short_name(trust)} ({year:.0f})" for trust, year in zip(own["trust"], own["year"], strict=True)
    ]
    return f"Of an earlier round: {in_list(named)}. " if named else ""


def _posts(conditions: Conditions) -> Statement | None:
    total = vacancies(conditions.posts)
    if total.share is None:
        return None
    counts = f"{decimal(total.part, 1)} of {decimal(total.whole, 1)} whole-time equivalents"
    words = f"of funded digital posts are vacant: {counts}{_earlier(conditions, conditions.posts)}"
    return Statement(per_cent(total.share), words)


def _estate(conditions: Conditions) -> Statement | None:
    total = unsupported(conditions.legacy)
    if total is None or total.share is None:
        return None
    counts = f"{decimal(total.part, 0)} of {decimal(total.whole, 0)} (restricted)"
    earlier = _earlier(conditions, conditions.legacy)
    words = f"of systems and devices have no supplier's support: {counts}{earlier}"
    return Statement(per_cent(total.share), words)


def _board(conditions: Conditions) -> Statement | None:
    counts = answers_by_item(conditions.board)
    if counts.empty:
        return None
    if len(conditions.members) == 1:
        yes = int(counts["yes"].sum())
        words = f"board conditions {is_or_are(yes)} in place{_earlier(conditions, conditions.board)}"
        return Statement(f"{yes} of {len(counts)}", words)
    mostly = _mostly_yes(counts)
    return Statement(
        f"{mostly} of {len(counts)}",
        f"board conditions {is_or_are(mostly)} in place at more than half of the boards that answered"
        f"{_earlier(conditions, conditions.board)}",
    )
