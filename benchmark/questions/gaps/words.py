"""The gaps of a system in sentences, each with a neutral form if nothing is material."""

from collections.abc import Sequence
from math import fsum

from benchmark.common.scope import Standard
from benchmark.core.columns import Record, pillar_name
from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.core.wording import (
    Answer,
    Statement,
    count_of_returns,
    decimal,
    in_list,
    is_or_are,
    number,
    per_cent,
    plural,
    small_start,
)
from benchmark.questions.gaps.measure import Gaps


def standard_of_many(standard: Standard) -> str:
    """The standard after a plural: 'returns reach the national median of their setting'."""
    words = f" {standard.in_words}".replace(" its ", " their ").strip()
    return words.replace("own target", "own targets") if standard.baseline == "own_target" else words


def standard_after(count: int, standard: Standard) -> str:
    """The standard after a count: '1 is below its own target', '2 are below their own targets'."""
    return standard.in_words if count == 1 else standard_of_many(standard)


def widest_pillars(gaps: Gaps) -> list[Record]:
    """The pillars with the widest mean gap, widest first: one if it leads the next by a material difference
    overall, else all pillars that are nearer to it than that. Rows of BY_PILLAR.

    Only pillars on which a return is below the standard; empty if there is none. Every sentence, chart and
    order about the widest gap uses this.
    """
    below: list[Record] = gaps.by_pillar[gaps.by_pillar["units_below"] > 0].to_dict("records")
    below.sort(key=lambda row: (-round(row["gap_mean"], 9), row["pillar_position"]))
    lead = definitions().threshold("overall")
    return [row for row in below if not at_least(below[0]["gap_mean"] - row["gap_mean"], lead)]


def none_stands_out(gaps: Gaps, widest: Sequence[Record]) -> bool:
    """Whether all pillars are among the widest gaps, so that naming them would say nothing."""
    return len(widest) == len(gaps.by_pillar) > 1


def no_gap_message(gaps: Gaps) -> str:
    """The neutral message: no scores, nothing below, or nothing below by more than one answer."""
    if gaps.rows.empty:
        if gaps.without_standard.empty:
            return "No pillar scores for this round"
        if gaps.standard.baseline != "own_target":
            return f"Too few returns have been received in England for {gaps.standard.in_words}"
        return "No trust here has set a target of its own"
    if _is_its_own_standard(gaps):
        return f"The only return is itself {gaps.standard.in_words}, so this standard shows no gap"
    if not gaps.summary.sum:
        return f"No return is below {gaps.standard.in_words} on any pillar"
    return f"No return is below {gaps.standard.in_words} by more than one answer on any pillar"


def _is_its_own_standard(gaps: Gaps) -> bool:
    """Whether the only return is itself the best of its system, and that best is the standard."""
    return gaps.standard.baseline == "ics_best" and len(gaps.by_unit) == 1


def reach_message(gaps: Gaps) -> str:
    """The number of returns that reach the standard on the pillars with the widest gap."""
    widest = widest_pillars(gaps)
    if not widest:
        return no_gap_message(gaps)
    counts = [(row["units"] - row["units_below"], row["units"]) for row in widest]
    units, named = max(total for _, total in counts), _named(widest)
    if none_stands_out(gaps, widest):
        named = "every pillar" if units == 1 or len(set(counts)) == 1 else "any pillar"
    if units == 1:
        return f"The only return is below {gaps.standard.in_words} on {named}"
    most = max(reaching for reaching, _ in counts)
    single, many = gaps.standard.in_words, standard_of_many(gaps.standard)
    verb, standard = ("reaches", single) if most < 2 else ("reach", many)
    if len(set(counts)) == 1:
        return f"{count_of_returns(most, units)} {verb} {standard} on {named}"
    return f"At most {small_start(count_of_returns(most, units))} {verb} {standard} on {named}"


def widest_message(gaps: Gaps) -> str:
    """The pillars with the widest gap, and the number of returns below the standard on each."""
    widest = widest_pillars(gaps)
    if not widest:
        return no_gap_message(gaps)
    if none_stands_out(gaps, widest):
        return f"No pillar's gap stands out, all lie {_alike()}: {_counts_below(widest)}"
    if len(widest) > 1:
        return f"{number(len(widest))} pillars are the widest gaps, {_far(widest)}: {_counts_below(widest)}"
    count = count_of_returns(widest[0]["units_below"], widest[0]["units"])
    verb, standard = (
        ("is", gaps.standard.in_words)
        if count.startswith(("One of", "The only"))
        else ("are", standard_of_many(gaps.standard))
    )
    return f"{_named(widest)} is the widest gap: {small_start(count)} {verb} below {standard}"


def overview_answer(gaps: Gaps, *, ics_name: str) -> Answer:
    """The number of scores below the standard, then the numbers of trusts and returns."""
    trusts, returns = gaps.by_unit["ods_code"].nunique(), len(gaps.by_unit)
    standard = gaps.standard.in_words
    if not returns:
        return Answer(f"No trust of {ics_name} has a return that can be held to {standard} in this round")
    summary = gaps.summary
    made = f"{plural(trusts, 'trust')} of {ics_name} made {plural(returns, 'return')}"
    if _is_its_own_standard(gaps):
        return Answer(no_gap_message(gaps), f"{made}. Another standard shows where it stands.")
    if not summary.sum:
        return Answer(no_gap_message(gaps), f"{made}; every score is at or above {standard}.")
    if not summary.below:
        return Answer(no_gap_message(gaps), f"{made}; what some fall short by is one answer or less.")
    share = per_cent(summary.share_below or 0.0, decimals=0)
    return Answer(
        below_message(gaps),
        f"{made}; {share} of the scores count as below, each by more than one answer.",
    )


def below_message(gaps: Gaps, *, ics_name: str = "") -> str:
    """The number of scores materially below the standard; the neutral message if there are none.

    ics_name: the system's name, where nothing else shows it.
    """
    summary = gaps.summary
    if not summary.below:
        return no_gap_message(gaps)
    whose = f" of {ics_name}" if ics_name else ""
    scores, standard = plural(summary.unit_pillars, "score"), standard_after(summary.below, gaps.standard)
    return f"{summary.below} of {scores}{whose} {is_or_are(summary.below)} materially below {standard}"


def gap_statements(gaps: Gaps) -> list[Statement]:
    """The mean gap, returns below on most pillars, and the widest pillar; empty without returns."""
    return [_mean_gap(gaps), _mostly_below(gaps), _widest(gaps)] if len(gaps.by_unit) else []


def _mean_gap(gaps: Gaps) -> Statement:
    summary = gaps.summary
    assert summary.mean is not None, "a system with a return that is held to a standard has a mean gap"
    return Statement(
        f"{decimal(summary.mean, 2)} points",
        f"mean gap to {gaps.standard.in_words} over {summary.unit_pillars} scores, the small ones "
        "included; a score above it counts as no gap",
    )


def _mostly_below(gaps: Gaps) -> Statement:
    units = gaps.by_unit
    mostly = int((units["pillars_below"] * 2 > units["pillars"]).sum())
    # Trusts set targets of their own on some pillars only; a score without a target cannot be below it.
    held = " that have one" if gaps.standard.baseline == "own_target" else ""
    if len(units) == 1:
        below, pillars = (int(units[name].iloc[0]) for name in ("pillars_below", "pillars"))
        words = f"pillars of the only return{held} {is_or_are(below)} below {gaps.standard.in_words}"
        return Statement(f"{below} of {pillars}", words)
    whose = "its" if mostly == 1 else "their"
    standard = standard_after(mostly, gaps.standard)
    words = f"returns {is_or_are(mostly)} below {standard} on most of {whose} pillars{held}"
    return Statement(f"{mostly} of {len(units)}", words)


def _widest(gaps: Gaps) -> Statement:
    widest = widest_pillars(gaps)
    if not widest:
        how = " by more than one answer" if gaps.summary.sum else ""
        return Statement("No pillar", f"has a return below {gaps.standard.in_words}{how}")
    if none_stands_out(gaps, widest):
        words = f"stands out by its gap, all lie {_alike()}: {_counts_below(widest)}"
        return Statement("No pillar", words)
    if len(widest) > 1:
        return Statement(
            f"{number(len(widest))} pillars",
            f"are the widest gaps, {_far(widest)}: {_counts_below(widest)}",
        )
    row = widest[0]
    if row["units"] == 1:
        far = decimal(row["gap_mean"], 2)
        return Statement(
            pillar_name(row["pillar"]), f"is the widest gap: the only return is {far} points below"
        )
    return Statement(
        pillar_name(row["pillar"]),
        f"is the widest gap: {row['units_below']} of {row['units']} returns below, "
        f"by {decimal(row['gap_mean'], 2)} points on average over all",
    )


def _named(widest: Sequence[Record]) -> str:
    return in_list([pillar_name(row["pillar"]) for row in widest])


def _alike() -> str:
    return f"within {decimal(definitions().threshold('overall'), 1)} points of each other"


def _far(widest: Sequence[Record]) -> str:
    """The size of the widest gaps, because a pillar with a smaller gap can have more returns below."""
    ends = (decimal(row["gap_mean"], 2) for row in (widest[-1], widest[0]))
    return f"{' to '.join(dict.fromkeys(ends))} points on average over all"


def _counts_below(widest: Sequence[Record]) -> str:
    """The number of returns below on each pillar: 'Well Led 6 of 22, Safe Practice 5 of 22 returns below'."""
    said = [f"{pillar_name(row['pillar'])} {row['units_below']} of {row['units']}" for row in widest]
    return f"{', '.join(said)} returns below"


def half_message(gaps: Gaps) -> str:
    """The smallest number of returns that hold half of the gap."""
    if not gaps.summary.sum:
        return no_gap_message(gaps)
    shares = sorted(gaps.by_unit["share"], reverse=True)
    if len(shares) == 1:
        return "The only return holds the whole gap"
    so_far, count = 0.0, 0
    while so_far < 0.5 - 1e-9:
        so_far += shares[count]
        count += 1
    verb = "holds" if count == 1 else "hold"
    return f"{count_of_returns(count, len(shares))} {verb} {per_cent(so_far)} of the gap"


def share_message(gaps: Gaps) -> str:
    """The pillars with the largest and the smallest share of the gap; no names if they do not differ."""
    if not gaps.summary.sum:
        return no_gap_message(gaps)
    ordered = gaps.widest_first
    shares = [*zip(ordered["pillar"], ordered["share"], strict=True)]
    (most, share_of_most), (least, share_of_least) = shares[0], shares[-1]
    widest = widest_pillars(gaps)
    if none_stands_out(gaps, widest):
        return f"No pillar holds much more of the gap than another: all lie {_alike()} in mean gap"
    if len(widest) > 1:
        together = fsum(share for pillar, share in shares if pillar in {row["pillar"] for row in widest})
        return f"{_named(widest)} hold {per_cent(together)} of the gap, {_alike()} in mean gap"
    start = f"{pillar_name(most)} holds {per_cent(share_of_most)} of the gap"
    # Several pillars may have no gap, so a pillar without one is not named as the least.
    return f"{start}, {pillar_name(least)} {per_cent(share_of_least)}" if share_of_least >= 0.0005 else start


def all_received(expected: int, *, year: int) -> str:
    """That every expected return of a round is here; without a full stop."""
    which = count_of_returns(expected, expected)
    return f"{which} expected for {year} {is_or_are(expected)} here"


def gap_total(gaps: Gaps) -> str:
    """The total of the gaps, and the number of scores in it: both charts add up to it."""
    summary, short = gaps.summary, int((gaps.rows["gap"] > 0).sum())
    if not short:
        whose, standard = gaps.scope.called, gaps.standard.in_words
        return f"No score of this {whose} is below {standard}: there is no gap to split."
    total = decimal(summary.sum or 0.0, 1)
    near = short - summary.below
    which = f"of which {near if near < short else 'all'}" if short > 1 else "which"
    within = (
        f", {which} {is_or_are(near)} short of it by no more than one answer and so "
        f"{'counts' if near == 1 else 'count'} elsewhere as at the standard"
        if near
        else ""
    )
    distances = "distances" if short > 1 else "distance"
    added = ", added up" if short > 1 else ""
    return (
        f"The gap of this {gaps.scope.called} to {gaps.standard.in_words} is {total} points: "
        f"the exact {distances} below the standard of {plural(short, 'score')}{added}{within}. "
        f"Both charts split the same {total}. {identical_words(gaps)}"
    ).rstrip()


def identical_words(gaps: Gaps) -> str:
    """The trusts whose identical returns count several times, or count once; empty if there are none."""
    if not gaps.identical:
        return ""
    how = (
        "The first of the care settings counts, the others are left out"
        if gaps.once
        else "Each care setting counts, so one answer is added up more than once"
    )
    return f"{same_scores(gaps.identical)} {how}."


def same_scores(identical: Sequence[tuple[str, str, Sequence[str]]]) -> str:
    """The trusts with the same scores in every care setting. identical: code, name, settings of each."""
    named = "; ".join(f"{trust} ({in_list(settings)})" for _, trust, settings in identical)
    return f"The same scores in every care setting: {named}."


def extent(lowest: float, highest: float) -> str:
    """From the lowest to the highest score, as one figure if they are equal."""
    return decimal(lowest, 1) if lowest == highest else f"{decimal(lowest, 1)} to {decimal(highest, 1)}"


def notes_on_gaps(gaps: Gaps) -> Sequence[str]:
    """Notes below a table of gaps: how many are below, and which scores have no or another standard."""
    summary = gaps.summary
    notes = []
    if summary.sum is None or summary.mean is None:
        notes.append("No score is held to a standard, so there is no gap.")
    else:
        notes.append(
            f"{summary.below} of {plural(summary.unit_pillars, 'score')} {is_or_are(summary.below)} below, "
            "by more than one answer; all gaps, also smaller ones, add up to "
            f"{decimal(summary.sum, 1)} points, mean {decimal(summary.mean, 2)} points."
        )
    if len(gaps.without_standard):
        notes.append(f"{plural(len(gaps.without_standard), 'score')} without a standard: left out.")
    lone = gaps.rows.loc[gaps.rows["lone_setting"], ["trust", "care_setting"]].drop_duplicates()
    if len(lone):
        units = "; ".join(f"{row.trust} ({row.care_setting})" for row in lone.itertuples())
        notes.append(
            f"The only ones of their setting in this {gaps.scope.called}, "
            f"so held to the best of all: {units}."
        )
    if gaps.identical and not gaps.rows.empty:
        notes.append(identical_words(gaps))
    return notes
