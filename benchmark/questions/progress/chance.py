"""The verdicts that chance alone would give a system that started like this one.

The model: a return's expected change is on a straight line (change by earlier score) through all returns of
its care setting in England. What is left of each change, its remainder, is dealt out again at random among
the trusts with the same number of returns. The remainders of one trust stay together, because its returns
are near copies. Scores stay on the scale. Only real trusts set the lines and give remainders. Fictional
trusts get remainders too, which changes nothing for real ones.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmark.core.compare import Scores
from benchmark.core.definitions import definitions
from benchmark.questions.progress.verdict import LEVELLED_UP, line, verdict_places, verdicts

SEED: Final = 20241231
"""Fixed, so that a publication gives everybody the same figures. The first round's day; any would do."""


@dataclass(frozen=True)
class Chance:
    """The effect of chance on one system. verdicts: key -> share of the draws with this verdict, 0 to 1.

    sd_band: the ends of the band that holds the middle draws of the change of the standard deviation, in
    points.
    """

    verdicts: Mapping[str, float]
    sd_band: tuple[float, float]


@dataclass(frozen=True)
class Nation:
    """The effect of chance on all real systems together.

    systems: the number of systems with enough trusts for a verdict. levelled_up: how many of them level up in
    a draw, on average. band: the band that holds the middle draws of that number. outside: the same band for
    the number of systems whose standard deviation changes more than their own band allows, among those with
    enough trusts for it.
    """

    systems: int
    levelled_up: float
    band: tuple[float, float]
    outside: tuple[float, float]


@dataclass(frozen=True)
class Dealt:
    """The later scores that chance deals to every trust.

    place: ODS code -> the trust's index. score_from: (trusts). score_to: (draws, trusts).
    """

    place: Mapping[str, int]
    score_from: Scores
    score_to: Scores


def deal(units: pd.DataFrame, real: Collection[str]) -> Dealt | None:
    """The later scores of all trusts if chance deals out their changes; None if England has too few trusts.

    units: ods_code, care_setting, score_from, score_to, in any order, without ambulance services.
    real: the codes of real trusts. A fictional trust is left out if no real trust has as many returns, or if
    England has no line for one of its care settings.
    """
    ordered = units.sort_values(["ods_code", "care_setting"])
    start, change = _start_and_change(ordered)
    settings = ordered["care_setting"].tolist()
    trusts = _runs(ordered["ods_code"].astype(str).tolist())
    own = [code for code in trusts if code in real]
    if len(own) < definitions().count("fewest_to_deal"):
        return None
    of_england = units[units["ods_code"].isin(own)]
    lines = {
        setting: line(*_start_and_change(returns)) for setting, returns in of_england.groupby("care_setting")
    }
    slope, level = np.array([lines.get(setting, (np.nan, np.nan)) for setting in settings]).T
    expected = slope * start + level
    left = change - expected
    # Two random streams, so that fictional trusts change nothing for real ones.
    shuffles, picks = (np.random.default_rng([SEED, stream]) for stream in range(2))
    draws = definitions().count("draws")
    place: dict[str, int] = {}
    starts: list[float] = []
    dealt: list[Scores] = []
    for size in sorted({place.stop - place.start for place in trusts.values()}):
        such = [code for code, place in trusts.items() if place.stop - place.start == size]
        pool = [code for code in such if code in real]
        invented = [code for code in such if code not in real and not np.isnan(expected[trusts[code]]).any()]
        if not pool:
            continue
        remainders = np.array([left[trusts[code]] for code in pool])
        orders = shuffles.permuted(np.tile(np.arange(len(pool)), (draws, 1)), axis=1)
        chosen = np.hstack([orders, picks.integers(len(pool), size=(draws, len(invented)))])
        for code, which in zip((*pool, *invented), chosen.T, strict=True):
            entries = trusts[code]
            place[code] = len(starts)
            starts.append(float(start[entries].mean()))
            dealt.append(_on_scale(start[entries] + expected[entries] + remainders[which]).mean(axis=1))
    return Dealt(place, np.array(starts), np.array(dealt).T)


def chance_of(dealt: Dealt, ods_codes: Sequence[str]) -> Chance | None:
    """The effect of chance on a system of these trusts; None with too few, or if one was left out."""
    drawn = _drawn(dealt, ods_codes)
    if drawn is None:
        return None
    start, later, places = drawn
    counts = np.bincount(places, minlength=len(verdicts()))
    low, high = _band(later.std(axis=1) - start.std())
    shares = dict(zip(verdicts(), (counts / len(places)).tolist(), strict=True))
    return Chance(shares, (low, high))


def nation_of(dealt: Dealt, of_systems: Iterable[Sequence[str]]) -> Nation:
    """The effect of chance on all systems, each given by its trusts; systems with too few do not count."""
    levelling = [place for place, key in enumerate(verdicts()) if key in LEVELLED_UP]
    drawn = [outcome for codes in of_systems if (outcome := _drawn(dealt, codes)) is not None]
    if not drawn:
        return Nation(0, 0.0, (0.0, 0.0), (0.0, 0.0))
    count = np.sum([np.isin(outcome, levelling) for _, _, outcome in drawn], axis=0)
    outside = np.zeros(len(count), dtype=np.int64)
    for start, later, _ in drawn:
        if len(start) >= definitions().count("fewest_for_deviation"):
            change = later.std(axis=1) - start.std()
            low, high = _band(change)
            outside += (change < low) | (change > high)
    return Nation(len(drawn), float(count.mean()), _band(count), _band(outside))


def _drawn(dealt: Dealt, ods_codes: Sequence[str]) -> tuple[Scores, Scores, Any] | None:
    """A system's earlier scores, its later scores in every draw, and the index of each draw's verdict."""
    if len(ods_codes) < definitions().count("fewest_for_verdict") or not dealt.place.keys() >= {*ods_codes}:
        return None
    places = [dealt.place[code] for code in ods_codes]
    start, later = dealt.score_from[places], dealt.score_to[:, places]
    return start, later, verdict_places(later.min(axis=1) - start.min(), later.max(axis=1) - start.max())


def _band(values: npt.NDArray[Any]) -> tuple[float, float]:
    """The ends of the band that holds the middle draws."""
    outside = (1 - definitions().threshold("band")) / 2
    low, high = np.quantile(values, [outside, 1 - outside])
    return float(low), float(high)


def _start_and_change(returns: pd.DataFrame) -> tuple[Scores, Scores]:
    start = returns["score_from"].to_numpy(float)
    return start, returns["score_to"].to_numpy(float) - start


def _runs(codes: Sequence[str]) -> dict[str, slice]:
    """Code -> the slice of its entries, for sorted codes."""
    found: dict[str, slice] = {}
    for place, code in enumerate(codes):
        found[code] = slice(found[code].start if code in found else place, place + 1)
    return found


def _on_scale(scores: Scores) -> Scores:
    scale = definitions().framework.scale
    return np.clip(scores, scale.lowest, scale.highest)
