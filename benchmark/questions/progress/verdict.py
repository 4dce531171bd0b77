"""The movement of a system's trusts between two rounds, and its verdict."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final, get_args

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from benchmark.core.compare import Mask, Scores, at_least, at_most
from benchmark.core.definitions import definitions
from schemas.definitions import EndMove, RangeMove, Verdict

_RANGES: Final = get_args(RangeMove)
_ENDS: Final = get_args(EndMove)
TOO_FEW: Final = "too_few"
LEVELLED_UP: Final = ("levelled_up", "levelled_up_leaders_slipped")
"""The verdicts that the gap closed because the lowest rose."""


@cache
def verdicts() -> Mapping[str, Verdict]:
    """Every verdict by its key, in the order of the definition."""
    return {verdict.key: verdict for verdict in definitions().verdicts}


@cache
def _places() -> npt.NDArray[np.int64]:
    """The index in `verdicts` for each movement of range, floor and ceiling; -1 if there is none."""
    places = np.full((len(_RANGES), len(_ENDS), len(_ENDS)), -1)
    for place, verdict in enumerate(verdicts().values()):
        for when in verdict.when:
            for floor, ceiling in product(when.floor, when.ceiling):
                places[_RANGES.index(when.range), _ENDS.index(floor), _ENDS.index(ceiling)] = place
    return places


def verdict_places(floor_change: Scores, ceiling_change: Scores) -> npt.NDArray[np.int64]:
    """The verdict on each pair of changes, in points, as its index in `verdicts`."""
    # The moves of a range are in the same order as those of an end: narrowed is 0, as down is.
    range_, floor, ceiling = map(_direction, (ceiling_change - floor_change, floor_change, ceiling_change))
    return _places()[range_, floor, ceiling]


def verdict(*, floor_change: float, ceiling_change: float) -> Verdict:
    """The verdict on the change of the lowest and of the highest score, in points."""
    (place,) = verdict_places(np.array([floor_change]), np.array([ceiling_change]))
    return definitions().verdicts[int(place)]


def range_moved(range_change: float) -> RangeMove:
    """Whether a range narrowed or widened by the threshold or more, or held."""
    (place,) = _direction(np.array([range_change]))
    found: RangeMove = _RANGES[place]
    return found


def _direction(change: Scores) -> npt.NDArray[np.int64]:
    """0 for down, 1 for held, 2 for up: by the threshold or more."""
    threshold = definitions().threshold("overall")
    return np.where(at_most(change, -threshold), 0, np.where(at_least(change, threshold), 2, 1))


@dataclass(frozen=True)
class Movement:
    """The movement of the scores of n trusts from one round to the next, in points.

    rose, fell: trusts that did so by the threshold or more. Standard deviations are the population's.
    slope: least squares of the change on the earlier score, with its 95% interval. By chance alone the lowest
    rise and the highest fall: a slope below 0 is no proof of levelling up. None with too few trusts: all from
    floor_from on below three, the thirds below six, the slope below eight or if all earlier scores are equal.
    """

    n_trusts: int
    rose: int
    fell: int
    floor_from: float | None = None
    floor_to: float | None = None
    ceiling_from: float | None = None
    ceiling_to: float | None = None
    floor_change: float | None = None
    ceiling_change: float | None = None
    range_change: float | None = None
    sd_from: float | None = None
    sd_to: float | None = None
    sd_change: float | None = None
    slope: float | None = None
    slope_interval: tuple[float, float] | None = None
    lowest_third_change: float | None = None
    highest_third_change: float | None = None


def movement(score_from: Scores, score_to: Scores) -> Movement:
    """The movement of scores; the two arrays hold the same trusts in the same order."""
    rules, n = definitions(), len(score_from)
    change = score_to - score_from
    directions = _direction(change)
    rose, fell = int((directions == 2).sum()), int((directions == 0).sum())
    if n < rules.count("fewest_for_verdict"):
        return Movement(n, rose, fell)
    floor_from, floor_to = float(score_from.min()), float(score_to.min())
    ceiling_from, ceiling_to = float(score_from.max()), float(score_to.max())
    floor_change, ceiling_change = floor_to - floor_from, ceiling_to - ceiling_from
    sd_from, sd_to = float(score_from.std()), float(score_to.std())
    slope, interval = slope_of(score_from, change) if n >= rules.count("fewest_for_slope") else (None, None)
    lowest, highest = thirds(score_from)
    with_thirds = n >= rules.count("fewest_for_thirds")
    return Movement(
        n_trusts=n,
        rose=rose,
        fell=fell,
        floor_from=floor_from,
        floor_to=floor_to,
        ceiling_from=ceiling_from,
        ceiling_to=ceiling_to,
        floor_change=floor_change,
        ceiling_change=ceiling_change,
        range_change=ceiling_change - floor_change,
        sd_from=sd_from,
        sd_to=sd_to,
        sd_change=sd_to - sd_from,
        slope=slope,
        slope_interval=interval,
        lowest_third_change=float(change[lowest].mean()) if with_thirds else None,
        highest_third_change=float(change[highest].mean()) if with_thirds else None,
    )


def verdict_on(score_from: Scores, score_to: Scores) -> Verdict:
    """The verdict on the scores of some trusts, from the lowest and the highest of both rounds."""
    if len(score_from) < definitions().count("fewest_for_verdict"):
        return verdicts()[TOO_FEW]
    return verdict(
        floor_change=float(score_to.min() - score_from.min()),
        ceiling_change=float(score_to.max() - score_from.max()),
    )


def rests_on(score_from: Scores, score_to: Scores) -> dict[int, Verdict]:
    """Index -> other verdict, for each trust without which the verdict would be another.

    Also empty if there are too few trusts to leave one out.
    """
    if len(score_from) < definitions().count("fewest_to_leave_out"):
        return {}
    whole = verdict_on(score_from, score_to)
    without = (
        (place, verdict_on(np.delete(score_from, place), np.delete(score_to, place)))
        for place in range(len(score_from))
    )
    return {place: other for place, other in without if other != whole}


def is_firm(n_trusts: int, resting_on: Collection[str]) -> bool | None:
    """Whether no single trust decides a verdict; None with too few trusts to leave one out."""
    if n_trusts < definitions().count("fewest_to_leave_out"):
        return None
    return not resting_on


def thirds(scores: Scores) -> tuple[Mask, Mask]:
    """Masks of the lowest third and of the highest third of three or more scores.

    Scores equal to a third's last one are in it, so that no order decides; a third can then hold more.
    """
    ordered, size = np.sort(scores), len(scores) // 3
    return at_most(scores, float(ordered[size - 1])), at_least(scores, float(ordered[-size]))


def slope_of(earlier: Scores, change: Scores) -> tuple[float | None, tuple[float, float] | None]:
    """Slope of the change on the earlier score by least squares, with its 95% interval.

    Needs three or more scores; both are None if all earlier scores are equal. The interval is Student's, with
    the spread of the residuals.
    """
    if at_most(float(np.ptp(earlier)), 0.0):
        return None, None
    slope, intercept = line(earlier, change)
    n, centred = len(earlier), earlier - earlier.mean()
    residual = change - intercept - slope * earlier
    error = float(np.sqrt((residual**2).sum() / (n - 2) / (centred**2).sum()))
    reach = float(stdtrit(n - 2, 0.975)) * error
    return slope, (slope - reach, slope + reach)


def line(earlier: Scores, change: Scores) -> tuple[float, float]:
    """Slope and intercept by least squares; the slope is 0 if all earlier scores are equal."""
    centred = earlier - earlier.mean()
    squares = float((centred**2).sum())
    slope = 0.0 if at_most(squares, 0.0) else float((centred * change).sum()) / squares
    return slope, float(change.mean() - slope * earlier.mean())
