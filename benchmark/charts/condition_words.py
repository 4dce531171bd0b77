"""The sentences on the charts of conditions."""

import pandas as pd

from benchmark.measures.condition_figures import PartOfWhole, posts_by_trust, vacancies
from benchmark.measures.conditions import Conditions
from benchmark.measures.gap_words import no_gap_message, standard_of_many
from benchmark.measures.programme_coverage import Coverage
from benchmark.measures.spread import FEWEST_FOR_SPREAD
from benchmark.wording import number, per_cent, plural

STATUS_WORDS = {
    "addressed": "addressed",
    "not_running": "not running",
    "no_programme": "no programme",
    "no_return": "not known",
    "no_gap": "no material gap",
}
"""What becomes of a gap, in two words for a cell."""
STATUS_CLASSES = {
    "addressed": "cg-good",
    "not_running": "cg-short",
    "no_programme": "cg-open",
    "no_return": "mg-none",
    "no_gap": "cg-clear",
}
"""The same as classes of the style sheet."""


def coverage_message(covered: Coverage) -> str:
    """How many of the material gaps no programme addresses, without a full stop."""
    summary, standard = covered.summary, standard_in_words(covered)
    if summary.material_gaps == 0:
        return _no_gap(covered)
    gaps = f"material gap{'s' * (summary.material_gaps != 1)} to {standard}"
    if summary.returned == 0:
        return f"What is done about {summary.material_gaps} {gaps} is not known: no programmes were returned"
    if summary.known == 0:
        return "The trusts that returned their programmes have no material gap"
    known = f"{summary.known} material gap{'s' * (summary.known != 1)} to {standard}"
    if summary.not_addressed == 0:
        which = "the one material gap" if summary.known == 1 else f"each of {summary.known} material gaps"
        return f"A programme addresses {which} to {standard}"
    if summary.not_addressed == summary.known:
        which = "the one material gap" if summary.known == 1 else f"any of {summary.known} material gaps"
        return f"No programme addresses {which} to {standard}"
    verb = "has" if summary.not_addressed == 1 else "have"
    them = "it" if summary.not_addressed == 1 else "them"
    return f"{summary.not_addressed} of {known} {verb} no programme that addresses {them}"


def board_message(counts: pd.DataFrame, *, trusts: int) -> str:
    """How much of board readiness is in place."""
    return _in_place(counts, trusts=trusts, thing="board conditions", place="in place", who="boards")


def capability_message(counts: pd.DataFrame, *, trusts: int) -> str:
    """How many of the capabilities are in use."""
    return _in_place(counts, trusts=trusts, thing="capabilities", place="in use", who="trusts")


def vacancy_message(posts: pd.DataFrame, *, chosen_trust: str | None = None) -> str:
    """What share of funded posts is vacant, and how far apart the trusts are; or one trust beside all."""
    everybody = vacancies(posts)
    if everybody.trusts == 0:
        return "No trust has returned its digital posts"
    own = posts if chosen_trust is None else posts[posts["ods_code"] == chosen_trust]
    total = vacancies(own)
    if total.share is None:
        return "No funded digital post was returned"
    words = (
        f"{total.part:,.1f} of {total.whole:,.1f} funded digital posts are vacant ({per_cent(total.share)})"
    )
    if chosen_trust is not None:
        return f"{words}; of all trusts here {per_cent(everybody.share or 0.0)}"
    rates = posts_by_trust(posts)["rate"].dropna()
    if len(rates) < FEWEST_FOR_SPREAD:
        return words
    return f"{words}; by trust from {per_cent(rates.min())} to {per_cent(rates.max())}"


def legacy_message(total: PartOfWhole | None, found: Conditions) -> str:
    """What share of all systems is unsupported; what can be said where figures are restricted."""
    if found.legacy.empty:
        return "No trust has returned its legacy estate"
    if total is None:
        hidden = found.legacy.loc[found.legacy["restricted"], "ods_code"].nunique()
        return f"The figures of {plural(hidden, 'trust')} are restricted and shown in bands"
    if total.share is None:
        return "The trusts that returned list no systems"
    counts = f"{total.part:,.0f} of {total.whole:,.0f} systems and devices"
    return f"{counts} have no supplier's support ({per_cent(total.share)})"


def programmes_message(programmes: pd.DataFrame) -> str:
    """How many programmes there are, and how many are at a stage that addresses a gap."""
    if programmes.empty:
        return "No trust has returned its digital programmes"
    running = int(programmes["addresses"].sum())
    trusts = programmes["ods_code"].nunique()
    listed = plural(len(programmes), "programme") + ("" if trusts == 1 else f" of {trusts} trusts")
    return f"{running} of {listed} {'is' if running == 1 else 'are'} in procurement, in delivery or live"


def standard_in_words(covered: Coverage) -> str:
    """The standard as it stands after the gaps of one trust, or of several."""
    standard = covered.gaps.standard
    return standard_of_many(standard) if len(covered.trusts) > 1 else standard.in_words


def _no_gap(covered: Coverage) -> str:
    gaps = covered.gaps
    if covered.cells.empty and not gaps.rows.empty:
        return f"No score of {gaps.scope.assessment_year} that can be held to {gaps.standard.in_words}"
    if gaps.rows.empty or len(covered.trusts) > 1:
        return no_gap_message(gaps)
    return f"No material gap to {gaps.standard.in_words}"


def _in_place(counts: pd.DataFrame, *, trusts: int, thing: str, place: str, who: str) -> str:
    if counts.empty:
        return f"No trust has returned its {thing}"
    if trusts == 1:
        yes, partly, no = (int(counts[name].sum()) for name in ("yes", "partly", "no"))
        return f"{yes} of {len(counts)} {thing} {place}, {partly} partly, {no} not"
    most = int((counts["yes"] * 2 > counts["answered"]).sum())
    verb = "is" if most == 1 else "are"
    return f"{number(most)} of {len(counts)} {thing} {verb} {place} at most {who} that answered"
