"""What chance alone would have made of a system that started like this one.

The model: a return's expected change is the straight line of its care setting, change on earlier score, over
all of England. What is left of each change is dealt out anew among the trusts with as many returns; what is
left of one trust stays together, because its returns are near copies. Scores stay on the scale. Real trusts
alone make the lines and what is dealt; fictional ones are dealt the same, and change nothing for real ones.
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
"""Fixed, so that the same publication says the same to everybody. The first round's day; any would do."""


@dataclass(frozen=True)
class Chance:
    """What chance does to one system. verdicts: share of the draws that end in each verdict, by its key.

    sd_band: the band that holds the middle draws of the change of the standard deviation, in points.
    """

    verdicts: Mapping[str, float]
    sd_band: tuple[float, float]


@dataclass(frozen=True)
class Nation:
    """What chance does to all real systems together.

    levelled_up: how many of the systems level up, on average over the draws, and the band around that.
    outside: of the systems with enough trusts for a reading of the standard deviation, the band of how many
    chance alone puts outside their own band.
    """

    systems: int
    levelled_up: float
    band: tuple[float, float]
    outside: tuple[float, float]


@dataclass(frozen=True)
class Dealt:
    """The later scores that chance deals to every trust.

    place: by ODS code, the trust's place. score_from: (trusts). score_to: (draws, trusts).
    """

    place: Mapping[str, int]
    score_from: Scores
    score_to: Scores


def deal(units: pd.DataFrame, real: Collection[str]) -> Dealt | None:
    """Deal out anew what happened to trusts; None where England has too few of them.

    units: ods_code, care_setting, score_from, score_to, in any order, without ambulance services.
    real: the codes of real trusts. A fictional trust that is like no real one in its number of returns and
    their settings is left out.
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
    # Two streams of chance: whether there are fictional trusts changes nothing for real ones.
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
            its = trusts[code]
            place[code] = len(starts)
            starts.append(float(start[its].mean()))
            dealt.append(_on_scale(start[its] + expected[its] + remainders[which]).mean(axis=1))
    return Dealt(place, np.array(starts), np.array(dealt).T)


def chance_of(dealt: Dealt, ods_codes: Sequence[str]) -> Chance | None:
    """What chance does to a system of these trusts; None with too few, or where one is left out."""
    drawn = _drawn(dealt, ods_codes)
    if drawn is None:
        return None
    start, later, found = drawn
    counts = np.bincount(found, minlength=len(verdicts()))
    low, high = _band(later.std(axis=1) - start.std())
    shares = dict(zip(verdicts(), (counts / len(found)).tolist(), strict=True))
    return Chance(shares, (low, high))


def nation_of(dealt: Dealt, of_systems: Iterable[Sequence[str]]) -> Nation:
    """What chance does to all systems, each given by its trusts; those with too few trusts do not count."""
    levelling = [place for place, key in enumerate(verdicts()) if key in LEVELLED_UP]
    drawn = [found for codes in of_systems if (found := _drawn(dealt, codes)) is not None]
    if not drawn:
        return Nation(0, 0.0, (0.0, 0.0), (0.0, 0.0))
    count = np.sum([np.isin(found, levelling) for _, _, found in drawn], axis=0)
    outside = np.zeros(len(count), dtype=np.int64)
    for start, later, _ in drawn:
        if len(start) >= definitions().count("fewest_for_deviation"):
            change = later.std(axis=1) - start.std()
            low, high = _band(change)
            outside += (change < low) | (change > high)
    return Nation(len(drawn), float(count.mean()), _band(count), _band(outside))


def _drawn(dealt: Dealt, ods_codes: Sequence[str]) -> tuple[Scores, Scores, Any] | None:
    """A system's earlier scores, its later ones of every draw, and the place of the verdict on each draw."""
    if len(ods_codes) < definitions().count("fewest_for_verdict") or not dealt.place.keys() >= {*ods_codes}:
        return None
    places = [dealt.place[code] for code in ods_codes]
    start, later = dealt.score_from[places], dealt.score_to[:, places]
    return start, later, verdict_places(later.min(axis=1) - start.min(), later.max(axis=1) - start.max())


def _band(values: npt.NDArray[Any]) -> tuple[float, float]:
    """The ends of the band that holds the middle of the draws."""
    outside = (1 - definitions().threshold("band")) / 2
    low, high = np.quantile(values, [outside, 1 - outside])
    return float(low), float(high)


def _start_and_change(returns: pd.DataFrame) -> tuple[Scores, Scores]:
    start = returns["score_from"].to_numpy(float)
    return start, returns["score_to"].to_numpy(float) - start


def _runs(codes: Sequence[str]) -> dict[str, slice]:
    """Where each of these codes stands, which are in order."""
    found: dict[str, slice] = {}
    for place, code in enumerate(codes):
        found[code] = slice(found[code].start if code in found else place, place + 1)
    return found


def _on_scale(scores: Scores) -> Scores:
    scale = definitions().framework.scale
    return np.clip(scores, scale.lowest, scale.highest)
