"""Sentences about systems side by side: where they stand, what an order is worth, how much lies inside."""

from dataclasses import replace
from math import isnan
from typing import Final

import pandas as pd

from benchmark.common.variance import VarianceSplit
from benchmark.core.columns import NO_VALUE, POINTS, Column, pillar_name
from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.core.wording import (
    Answer,
    beside,
    decimal,
    in_list,
    is_or_are,
    large_start,
    per_cent,
    plural,
    short_name,
    small_start,
    telling,
    tries_in_words,
)
from benchmark.questions.gaps.words import standard_of_many
from benchmark.questions.progress.words import chance_words, how_firm
from benchmark.questions.systems.columns import AGAINST, PART
from benchmark.questions.systems.comparison import (
    FAR_INCOMPLETE,
    STEP_NAMES,
    STEPS,
    Against,
    Neighbours,
    Step,
    SystemMeasure,
    measure_of,
)
from benchmark.questions.systems.measure import SideBySide, loose_settings


def figure_text(measure: SystemMeasure, value: float) -> str:
    """A system's figure for charts and sentences: '0.49', '+0.12', '74%'; a dash for none."""
    text = measure.column.text(value)
    return text if text == NO_VALUE else f"{text}{measure.column.unit.sign}"


def measure_words(compared: SideBySide, measure: SystemMeasure) -> str:
    """The measure in a heading, with the score that it rests on."""
    return f"{_named(compared, measure)}, {basis_words(compared, measure)}"


def _named(compared: SideBySide, measure: SystemMeasure) -> str:
    if measure.key == "gap":
        return f"mean gap to {standard_of_many(compared.standard)}"
    if measure.key == "share_below":
        what = "returns" if compared.pillar else "scores"
        return f"share of {what} below {standard_of_many(compared.standard)}"
    return small_start(measure.name)


def basis_words(compared: SideBySide, measure: SystemMeasure) -> str:
    """The score behind a measure: 'overall score', 'Well Led', 'comparable overall score, ...'."""
    if measure.of_change:
        since = "" if compared.year_from is None else f", {compared.year_from} to {compared.year}"
        return f"comparable overall score{since}"
    if measure.middle == "all":
        return f"round of {compared.year}"
    if compared.pillar is not None:
        return pillar_name(compared.pillar)
    if compared.basis == "overall_comparable":
        shared = "" if compared.compared_with is None else f", domains shared with {compared.compared_with}"
        return f"comparable overall score{shared}"
    if measure.of_gap:
        return "all pillars"
    return "overall score"


def score_words(compared: SideBySide) -> str:
    """The score of the dots, as the start of a sentence."""
    words = basis_words(compared, measure_of("floor"))
    return words if compared.pillar else large_start(words)


def step_words(measure: SystemMeasure, step: Step) -> str:
    """A system's step from the middle in words: 'far wider', 'narrower', 'alike', 'rose far', 'complete'."""
    if not step:
        return {"median": "alike", "mix": "as its mix", "no change": "held", "all": "complete"}[
            measure.middle
        ]
    word, far = measure.more if step > 0 else measure.less, abs(step) == 2
    if measure.middle == "all":
        return f"{decimal(100 * FAR_INCOMPLETE, 0)}% or more missing" if far else word
    if measure.middle == "no change":
        return f"{word} far" if far else word
    return f"far {word}" if far else word


def against_column(measure: SystemMeasure) -> Column:
    """The column of steps on a measure, in the measure's own words."""
    return replace(AGAINST, words={STEP_NAMES[step]: step_words(measure, step) for step in STEPS})


def threshold_text(against: Against) -> str:
    """The threshold of a measure in a sentence: '0.1', '10 percentage points'."""
    if against.measure.column.unit is PART:
        return f"{decimal(100 * against.threshold, 0)} percentage points"
    return f"{against.threshold:g}"


def standing_message(compared: SideBySide, against: Against) -> str:
    """The number of systems that differ materially from the middle, by direction; without a full stop."""
    measure, judged = against.measure, len(against.steps)
    if against.too_few is not None:
        return f"England: {against.too_few.words}, too few to say where the middle of the systems lies"
    if not judged or against.middle is None:
        return _nothing_message(compared, measure)
    more, less = against.count(1, 2), against.count(-1, -2)
    if measure.middle == "all":
        if not less:
            return f"All {judged} systems sent every return that was expected"
        return f"{judged - less} of {plural(judged, 'system')} sent every return that was expected"
    if measure.middle == "no change":
        what = measure.name.removeprefix("Change of the ")
        return (
            f"The {what} {measure.more} in {more} and {measure.less} in {less} of {plural(judged, 'system')}"
        )
    differ, their = ("differ", "their") if more + less > 1 else ("differs", "its")
    if measure.middle == "mix":
        middle = f"what {their} mix of care settings would give"
        counts = f"{more} above it, {less} below it"
    else:
        middle = f"the middle one ({figure_text(measure, against.middle)})"
        counts = f"{more} {measure.more}, {less} {measure.less}"
    if not more and not less:
        return f"No system differs materially from {middle}"
    return f"{more + less} of {plural(judged, 'system')} {differ} materially from {middle}: {counts}"


def _nothing_message(compared: SideBySide, measure: SystemMeasure) -> str:
    if measure.of_change and compared.year_from is None:
        return f"There is no earlier round to compare {compared.year} with"
    if compared.units.empty:
        return f"No real system has a return for {compared.year} to show here"
    if _without_pillars(compared, measure):
        return f"There are no pillar scores for {compared.year}, so the gap of no system is known"
    if measure.of_gap and compared.standard.baseline == "own_target":
        return "No trust of a real system has set a target of its own, so none can be held to one"
    return f"No system has enough returns: {measure.name.lower()}"


def _without_pillars(compared: SideBySide, measure: SystemMeasure) -> bool:
    """Whether a measure that needs pillar scores has none: the round has only overall scores."""
    return measure.of_gap and compared.basis == "overall_comparable" and not compared.units.empty


def extent_answer(compared: SideBySide, against: Against) -> Answer:
    """The range of a measure over the systems, then how much of the difference one figure hides."""
    measure, steps = against.measure, against.steps
    if (not steps and against.too_few is None) or measure.middle == "all":
        rest = "Choose another measure, such as the range." if _without_pillars(compared, measure) else ""
        return Answer(standing_message(compared, against), rest)
    figures = compared.systems[measure.key].dropna()
    points = " points" if measure.column.unit is POINTS else ""
    ends = " to ".join(figure_text(measure, end) for end in (figures.min(), figures.max()))
    if measure.middle == "mix":
        return Answer(standing_message(compared, against), f"The differences run from {ends}{points}.")
    title = f"The {_subject(compared, measure)} runs from {ends}{points}"
    if against.too_few is not None:
        return Answer(title, f"{standing_message(compared, against)}.")
    if compared.split.inside is None or measure.of_change:
        return Answer(
            title, f"{plural(len(figures), 'system')} {'has' if len(figures) == 1 else 'have'} a figure."
        )
    # Counted over all systems with returns, also those too small for the measure.
    where = f"inside the {plural(compared.split.groups, 'system')}, not between them"
    inside = per_cent(compared.split.inside, decimals=0)
    return Answer(title, f"Yet {inside} of the difference between returns lies {where}.")


def _subject(compared: SideBySide, measure: SystemMeasure) -> str:
    """The measure as the subject of a sentence: 'mean gap to level 3 on Well Led'."""
    if measure.of_change:
        return f"{_named(compared, measure)} from {compared.year_from} to {compared.year}"
    on = f" on {pillar_name(compared.pillar)}" if compared.pillar else ""
    return f"{_named(compared, measure)}{on}"


def own_sentence(compared: SideBySide, against: Against, *, ics_code: str) -> str:
    """The standing of one system; empty if it is not among them."""
    own = compared.systems[compared.systems["ics_code"] == ics_code]
    if own.empty:
        return ""
    measure, row = against.measure, own.iloc[0]
    name, value = row["name"], float(row[measure.key])
    if against.too_few is not None and not isnan(value):
        return f"{name} has {figure_text(measure, value)}."
    if ics_code not in against.steps:
        return f"{name} has no figure{_why_not(compared, measure, row['units'])}."
    step = against.steps[ics_code]
    if measure.middle == "all":
        return f"{name} sent {row['returned']} of {plural(row['expected'], 'return')}."
    if measure.middle == "no change":
        what = measure.name.removeprefix("Change of the ")
        did = (measure.more if step > 0 else measure.less) if step else "hardly moved"
        figure = telling(value, against.threshold, measure.column.places, sign=True)
        return f"In {name} the {what} {did} ({figure}). {_verdict(compared, row)}"
    if measure.middle == "mix":
        return _mix_sentence(compared, against, row)
    figure, middle = _beside(against, value)
    if not step:
        return f"{name} has {figure}: no material difference from the middle one ({middle})."
    return f"{name} has {figure}: {step_words(measure, step)} than the middle one ({middle})."


def _mix_sentence(compared: SideBySide, against: Against, own: pd.Series) -> str:
    """A system's mean against what its mix would give, with settings in which few returns decide that."""
    score, by_mix, apart = beside(own["mean_score"], own["by_mix"], decimals=2, threshold=against.threshold)
    step = against.steps[own["ics_code"]]
    stands = "no material difference"
    if step:
        stands = f"{'far ' if abs(step) == 2 else ''}{'above' if step > 0 else 'below'} it"
    mix = f"its mix of care settings would give {by_mix} ({apart})"
    sentence = f"{own['name']} has a mean of {score}; {mix}: {stands}."
    loose = loose_settings(compared.units, own["ics_code"])
    if loose:
        few = in_list(
            [f"{setting} rests on {plural(count, 'other return')}" for setting, count in loose.items()]
        )
        sentence += f" {few}, so what the mix would give is loose there."
    return sentence


def _beside(against: Against, value: float) -> tuple[str, str]:
    """A figure and the middle one as text, with one more decimal if that shows the difference truly."""
    column, middle, threshold = against.measure.column, against.middle or 0.0, against.threshold
    counts = at_least(abs(value - middle), threshold)
    for places in (column.places, column.places + 1):
        one, other = (decimal(figure * column.unit.factor, places) for figure in (value, middle))
        shown = abs(float(one) - float(other)) / column.unit.factor
        if at_least(shown, threshold) is counts:
            break
    return f"{one}{column.unit.sign}", f"{other}{column.unit.sign}"


def _verdict(compared: SideBySide, own: pd.Series) -> str:
    """The verdict on a system's movement, and how firm it is."""
    names = dict(zip(compared.units["ods_code"], compared.units["trust"], strict=True))
    resting_on = [short_name(names.get(code, code)) for code in own["rests_on"]]
    share = own["chance_of_verdict"]
    chance = "" if pd.isna(share) else chance_words(share)
    firm = how_firm(int(own["matched"]), own["sd_reading"], resting_on, chance=chance)
    return "; ".join([f"Verdict: {own['verdict']}", *firm]) + "."


def _why_not(compared: SideBySide, measure: SystemMeasure, units: int) -> str:
    if not units:
        return ": no return in this round"
    if measure.of_gap and compared.standard.baseline == "ics_best":
        return ": fewer than three trusts with a return, too few to be held to the best among them"
    if _without_pillars(compared, measure):
        return f": there are no pillar scores for {compared.year}"
    if measure.of_gap:
        own_target = compared.standard.baseline == "own_target"
        return f": none of its returns has {'a target' if own_target else 'a score held to the standard'}"
    if measure.of_change and compared.year_from is None:
        return ": there is no earlier round to compare with"
    few = "in both rounds" if measure.of_change else "with a return"
    return f": fewer than three trusts {few}"


_BY_CHANCE: Final = (
    " Where one differs materially from the middle, the reason can be which few trusts it happens to have."
)


def variance_sentence(split: VarianceSplit) -> str:
    """How much of the difference between returns lies inside systems, beside what chance would give."""
    if split.between is None or split.inside is None or split.by_chance is None or split.p is None:
        return "There are too few different scores to split their variance."
    shown = split.p < definitions().threshold("by_chance")
    return (
        f"Of all the difference between {plural(split.n, 'return')} (the variance of their scores), "
        f"{per_cent(split.inside)} lies inside systems and {per_cent(split.between)} between them. "
        f"If trusts were put into systems at random, {per_cent(split.by_chance)} would be between them, and "
        f"as much as here in {tries_in_words(split.p)}. So systems are {'' if shown else 'not '}shown to "
        f"differ by more than chance.{'' if shown else _BY_CHANCE}"
    )


def order_note(near: Neighbours, against: Against) -> str:
    """What an order by the measure is worth, in one sentence."""
    if not near.pairs:
        return "There is nothing to put in an order."
    near_pairs = f"{near.alike} of {plural(near.pairs, 'pair')} next to each other"
    if against.measure.middle == "all":
        return f"{near_pairs} {is_or_are(near.alike)} tied."
    worth = "the order says little" if 2 * near.alike > near.pairs else "read the distances, not the order"
    differ = "differs" if near.alike == 1 else "differ"
    return f"{near_pairs} {differ} by less than {threshold_text(against)}: {worth}."


NO_TARGET: Final = (
    "Once trusts return targets of their own, this page shows how far they are from them. Choose another "
    "standard, or a measure that needs none, such as the range or the floor."
)
"""Shown if no trust can be held to a target of its own."""
OF_CHANGE: Final = (
    "Changes are of the trusts' comparable overall scores, one for each trust, ambulance services apart. "
    "Floor, ceiling and spread are of all returns of this round, so the two do not add up."
)
"""Shown where a change is beside the figures of one round."""
HELD_TO_ITSELF: Final = (
    "Held to the best of its setting in its own system, a trust that is alone in its setting is held to "
    "itself and has no gap. Of a system with fewer than three trusts no gap is shown: it says nothing."
)
"""Shown if systems are held to their own best."""
