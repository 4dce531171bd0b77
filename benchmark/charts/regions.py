"""The verdicts as regions of the plane of systems: change of the floor across, change of the ceiling up."""

from collections import Counter
from typing import Final

from benchmark.charts.labels import LINE_BREAK, Label, Plot, Side
from benchmark.definitions import definitions

REGION_NAMES: Final = {
    "pulled_apart": "Pulled apart",
    "rose_together": "Rose together",
    "levelled_up": "Levelled up",
    "levelled_up_leaders_slipped": f"Levelled up,{LINE_BREAK}leaders slipped",
    "levelled_down": "Levelled down",
    "fell_together": "Fell together",
    "little_change": f"Little{LINE_BREAK}change",
}
SHADES: Final = {
    "pulled_apart": "#FBF1EA",
    "rose_together": "#E9F4F4",
    "levelled_up": "#EBF2FA",
    "levelled_up_leaders_slipped": "#F1ECF6",
    "levelled_down": "#F5F0E8",
    "fell_together": "#EFE8DC",
    "little_change": "#F3F5F6",
}


def regions(lowest: float, highest: float) -> dict[str, list[tuple[float, float, float]]]:
    """Each verdict's region on the plane from lowest to highest (both beyond twice the threshold).

    A list of (floor change, lower edge, upper edge) from left to right, joined by straight lines.
    """
    m, lo, hi = definitions().threshold("overall"), lowest, highest
    return {
        "pulled_apart": [(lo, lo + m, hi), (hi - m, hi, hi)],
        "rose_together": [(m, m, 2 * m), (hi - m, hi - m, hi), (hi, hi, hi)],
        "levelled_up": [(m, -m, m), (hi, -m, hi)],
        "levelled_up_leaders_slipped": [(m, lo, -m), (hi, lo, -m)],
        "levelled_down": [(lo, lo, lo), (-m, lo, -m), (m, lo, -m)],
        "fell_together": [(lo, lo, lo + m), (-2 * m, -2 * m, -m), (-m, -m, -m)],
        "little_change": [(-2 * m, -m, -m), (-m, -m, 0), (m, -m, 2 * m)],
    }


def region_labels(counts: Counter[str], plot: Plot, *, lowest: float, highest: float) -> list[Label]:
    """The verdicts' names, each in a corner of its region, with how many systems lie in it."""
    m = definitions().threshold("overall")

    def name(key: str, floor: float, ceiling: float, side: Side) -> Label:
        across, down = (floor - lowest) / (highest - lowest), (highest - ceiling) / (highest - lowest)
        return Label(f"{REGION_NAMES[key]}: {counts[key]}", across, down * plot.height, side)

    names = [
        name("pulled_apart", lowest, highest, Side("left", 8, 14)),
        name("rose_together", highest, highest, Side("right", -8, 14)),
        name("levelled_up", highest, -m, Side("right", -8, -11)),
        name("levelled_up_leaders_slipped", highest, lowest, Side("right", -8, -25)),
        # A line higher than its neighbour, which it would run into on a telephone.
        name("levelled_down", m, lowest, Side("right", -6, -30)),
        name("fell_together", lowest, lowest, Side("left", 8, -11)),
    ]
    for label in names:
        plot.put(label)
    # The smallest region, and the one with marks all over: its name stands wherever it covers least.
    little = [
        name("little_change", m, height, Side("right", -4, dy))
        for height, dy in ((-m, -25), (0.0, -7), (m / 2, -7))
    ]
    return [*names, plot.freest(little)[0]]
