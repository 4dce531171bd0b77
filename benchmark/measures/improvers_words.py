"""What is said of who rose more than expected."""

from math import isnan
from typing import Any

from benchmark.measures.improvers import BANDS, Improvers
from benchmark.measures.learning_columns import BAND_WORDS
from benchmark.wording import decimal, in_list, signed


def improvers_message(found: Improvers) -> str:
    """How many returns rose more than expected, and how many less."""
    units = found.units
    if units.empty:
        return "No return in both rounds"
    counts = {band: int((units["band"] == band).sum()) for band in BANDS}
    known = len(units) - counts["not known"]
    if not known:
        return "Too few returns in England to say what was to be expected"
    if not counts["more"] and not counts["less"]:
        return "No return moved materially more or less than expected"
    if known == 1:
        change, band = units["change"].iloc[0], units["band"].iloc[0]
        did, turned = ("rose", ("more", "less")) if change > 0 else ("fell", ("less", "more"))
        return f"The return {did} {turned[band == 'less']} than expected from where it started"
    return (
        f"Of {known} returns, {counts['more'] or 'none'} did materially better than expected from where they "
        f"started, and {counts['less'] or 'none'} worse"
    )


def improvers_lines(found: Improvers) -> list[str]:
    """Who rose as expected and who did not, a line for each band that has a return."""
    lines = []
    for band, words in BAND_WORDS.items():
        of_band: list[dict[Any, Any]] = found.units[found.units["band"] == band].to_dict("records")
        named = [
            f"{unit['trust']}, {unit['care_setting']} ({rise_words(unit['change'], unit['expected'])})"
            for unit in of_band
        ]
        lines += [f"{words}: {'; '.join(named)}."] if named else []
    return lines


def rise_words(change: float, expected: float) -> str:
    """A change, and the one expected where that is known: '+0.30, expected +0.07'."""
    return signed(change) + ("" if isnan(expected) else f", expected {signed(expected)}")


def improvers_caution(found: Improvers) -> str:
    """What to bear in mind: chance, how far returns usually are from what was expected, too few returns."""
    usual = [
        f"{line.care_setting.lower()} {decimal(line.usual, 2)}" for line in found.expectations if line.usual
    ]
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
