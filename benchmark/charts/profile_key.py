"""The key above a trust's profile: what its ticks, its band, its diamond and its letters mean."""

from typing import Final

import altair as alt

from benchmark.charts.labels import fitted
from benchmark.charts.profile_layout import key_line, key_text
from benchmark.charts.theme import GREY, ORANGE, TEXT, data
from benchmark.measures.position import Position
from benchmark.wording import short_name

BAND: Final = "#D3DEEA"
NAMED: Final = "#005EB8"
LETTERS: Final = "ABCDE"
LONGEST_NAME: Final = 46
"""As many characters as stand beside a letter in the narrowest chart."""


def named_letters(position: Position) -> dict[str, str]:
    """Trusts that the reader named and that have such a return -> their letters."""
    present = set(position.named_scores["ods_code"])
    codes = [code for code in position.peers.choice.named if code in present]
    return dict(zip(codes, LETTERS, strict=False))


def key_lines(position: Position, named: dict[str, str]) -> list[tuple[str, str]]:
    """The lines of the key: what is drawn, and what it means."""
    keys = []
    if position.comparable:
        keys.append(("median", "median of the peers"))
    if position.pillars["upper_quartile"].notna().any():
        keys.append(("quartiles", "middle half of the peers"))
    if position.standard.baseline != "floor" and position.pillars["standard"].notna().any():
        keys.append(("standard", position.standard.in_words))
    if position.standard.baseline != "own_target" and position.pillars["own_target"].notna().any():
        keys.append(("target", "the trust's own target"))
    names = dict(zip(position.named_scores["ods_code"], position.named_scores["trust"], strict=True))
    keys += [(letter, fitted(short_name(names[code]), LONGEST_NAME)) for code, letter in named.items()]
    return keys


def key_layers(keys: list[tuple[str, str]], y: alt.Y) -> list[alt.Chart]:
    """The lines of the key, from the top."""
    layers: list[alt.Chart] = []
    for place, (what, text) in enumerate(keys):
        record = key_line(place) | {"text": text, "letter": what}
        key = alt.Chart(data([record]))
        middle = alt.Y("middle:Q", scale=y["scale"], axis=None)
        match what:
            case "median" | "standard":
                colour = GREY if what == "median" else TEXT
                layers.append(
                    key.mark_rule(color=colour, strokeWidth=2.5, aria=False).encode(
                        x=alt.value(5), y=y, y2=alt.Y2("y2:Q")
                    )
                )
            case "quartiles":
                layers.append(
                    key.mark_rect(color=BAND, aria=False).encode(
                        x=alt.value(0), x2=alt.value(10), y=y, y2=alt.Y2("y2:Q")
                    )
                )
            case "target":
                layers.append(
                    key.mark_point(
                        shape="diamond", filled=False, stroke=ORANGE, strokeWidth=2, size=110, aria=False
                    ).encode(x=alt.value(5), y=middle)
                )
            case _:
                layers.append(
                    key.mark_text(align="center", baseline="middle", fontWeight="bold", color=NAMED).encode(
                        x=alt.value(5), y=middle, text=alt.Text("letter:N")
                    )
                )
        layers.append(key_text(key, y))
    return layers
