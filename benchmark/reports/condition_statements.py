"""What the page of conditions says first, and what it says of each theme's indicators."""

from dataclasses import dataclass

from benchmark.charts.condition_words import coverage_message, standard_in_words
from benchmark.measures.compare import at_least
from benchmark.measures.condition_figures import answers_by_item, unsupported, vacancies
from benchmark.measures.condition_themes import Indicator
from benchmark.measures.conditions import Conditions
from benchmark.measures.programme_coverage import NOT_ADDRESSED, Coverage
from benchmark.measures.score_columns import pillar_name
from benchmark.wording import Statement, in_list, per_cent, plural, short_name


@dataclass(frozen=True)
class IndicatorWords:
    """An indicator as a reader meets it.

    words: its figure in words. marks: how many trusts said yes, partly, no, and how many did not answer; None
    for what is no question. share: a part of a whole, 0 to 1; None where there is none.
    """

    name: str
    words: str
    marks: tuple[int, int, int, int] | None = None
    share: float | None = None


def conditions_lead(found: Conditions, covered: Coverage, *, name: str, is_trust: bool = False) -> str:
    """The gaps that no programme addresses, and who has not returned. name: the system's or one trust's."""
    summary = covered.summary
    standard = standard_in_words(covered)
    if not found.any_returned:
        nobody = (
            f"{name} has not returned its conditions"
            if is_trust
            else f"No trust of {name} has returned its conditions"
        )
        if not summary.material_gaps:
            return f"{nobody}."
        gaps = f"{summary.material_gaps} material gap{'s' * (summary.material_gaps != 1)} to {standard}"
        return f"{nobody}, so it is not known which of {gaps} a programme addresses."
    sentences = [f"{coverage_message(covered)}."]
    if summary.not_addressed:
        trusts = f", at {plural(summary.trusts_not_addressed, 'trust')}" if len(found.members) > 1 else ""
        sentences = [f"{coverage_message(covered)}{trusts}."]
    if summary.not_running:
        sentences.append(
            f"For {summary.not_running} of them there is one, but as an idea, a business case, or paused."
        )
    missing = summary.members - summary.returned
    if missing and len(found.members) > 1:
        verb = "has" if missing == 1 else "have"
        sentences.append(f"{plural(missing, 'trust')} {verb} not returned programmes.")
    return " ".join(sentences)


def condition_statements(found: Conditions, covered: Coverage) -> list[Statement]:
    """Up to four figures: the widest gap not addressed, vacancies, unsupported systems, board readiness."""
    return [
        statement
        for statement in (_widest(covered), _posts(found), _estate(found), _board(found))
        if statement is not None
    ]


def indicator_words(indicator: Indicator) -> IndicatorWords:
    """An indicator in words: over several trusts as counts, for one trust as its answer."""
    if indicator.source in ("board_readiness", "capability"):
        return _answer_words(indicator)
    if indicator.page is not None:
        return IndicatorWords(f"{indicator.name} returned", _returned_words(indicator))
    name = _name(indicator)
    if indicator.trusts == 0:
        return IndicatorWords(name, "no return")
    if indicator.restricted and indicator.part is None:
        return IndicatorWords(name, "restricted: shown in bands below")
    assert indicator.part is not None and indicator.whole is not None
    share = indicator.part / indicator.whole if indicator.whole else None
    decimals = 1 if indicator.source == "digital_posts" else 0
    vacant = " WTE vacant" if indicator.source == "digital_posts" else ""
    counts = f"{indicator.part:,.{decimals}f} of {indicator.whole:,.{decimals}f}{vacant}"
    told = counts if share is None else f"{per_cent(share)}: {counts}"
    trusts = "" if indicator.members == 1 else f", {plural(indicator.trusts, 'trust')}"
    return IndicatorWords(name, f"{told}{trusts}", share=share)


def _name(indicator: Indicator) -> str:
    """An indicator's name; a role's says that posts are meant."""
    if indicator.source != "digital_posts" or indicator.item is None:
        return indicator.name
    return f"Posts in {indicator.name[0].lower()}{indicator.name[1:]}"


def _answer_words(indicator: Indicator) -> IndicatorWords:
    yes, partly, no = indicator.yes or 0, indicator.partly or 0, indicator.no or 0
    silent = indicator.members - indicator.trusts
    marks = (yes, partly, no, silent)
    if indicator.members == 1:
        words = "yes" if yes else "partly" if partly else "no" if no else "not answered"
        return IndicatorWords(indicator.name, words, marks)
    if indicator.trusts == 0:
        return IndicatorWords(indicator.name, "no answer yet", marks)
    counts = ((yes, "yes"), (partly, "partly"), (no, "no"), (silent, "not answered"))
    return IndicatorWords(
        indicator.name, ", ".join(f"{count} {word}" for count, word in counts if count), marks
    )


def _returned_words(indicator: Indicator) -> str:
    if indicator.members == 1:
        return "yes" if indicator.trusts else "not yet"
    return f"by {indicator.trusts} of {plural(indicator.members, 'trust')}"


def _widest(covered: Coverage) -> Statement | None:
    """The widest gap that no programme addresses, and whose it is; ties are told as a number."""
    open_gaps = covered.cells[covered.cells["status"].isin(NOT_ADDRESSED)]
    if open_gaps.empty:
        return None
    widest = open_gaps[at_least(open_gaps["gap"], float(open_gaps["gap"].max()))]
    figure = f"{widest['gap'].iloc[0]:.1f} points"
    pillars = in_list([pillar_name(key) for key in dict.fromkeys(widest["pillar"])])
    if widest["ods_code"].nunique() > 1:
        return Statement(
            figure, f"is the widest gap that no programme addresses, at {len(widest)} places: {pillars}"
        )
    whose = "" if len(covered.trusts) == 1 else f"{short_name(str(widest['trust'].iloc[0]))}, "
    return Statement(figure, f"is the widest gap that no programme addresses: {whose}{pillars}")


def _posts(found: Conditions) -> Statement | None:
    total = vacancies(found.posts)
    if total.share is None:
        return None
    return Statement(
        per_cent(total.share),
        f"of funded digital posts are vacant: {total.part:,.1f} of {total.whole:,.1f} whole-time equivalents",
    )


def _estate(found: Conditions) -> Statement | None:
    total = unsupported(found.legacy)
    if total is None or total.share is None:
        return None
    return Statement(
        per_cent(total.share),
        f"of systems and devices have no supplier's support: {total.part:,.0f} of {total.whole:,.0f} "
        "(restricted)",
    )


def _board(found: Conditions) -> Statement | None:
    counts = answers_by_item(found.board)
    if counts.empty:
        return None
    if len(found.members) == 1:
        return Statement(f"{int(counts['yes'].sum())} of {len(counts)}", "board conditions are in place")
    most = int((counts["yes"] * 2 > counts["answered"]).sum())
    return Statement(f"{most} of {len(counts)}", "board conditions are in place at most boards that answered")
