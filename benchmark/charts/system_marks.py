"""How returns and boards are drawn among the dots of systems: their shapes, fills and outlines."""

from dataclasses import dataclass
from typing import Final

import altair as alt

from benchmark.charts.theme import BLUE, TEXT, WHITE, settings_present
from benchmark.definitions import definitions
from benchmark.measures.side_by_side import SideBySide

BOARD: Final = "ICB's own return"
BOARD_PATH: Final = "M-0.32,-1H0.32V1H-0.32Z"
BOARD_SIZE: Final = 230
HOLLOW: Final = "transparent"


@dataclass(frozen=True)
class Marks:
    """How settings and the boards are drawn: one scale each of shape, fill and outline, in one legend."""

    names: list[str]

    @property
    def shape(self) -> alt.Shape:
        """Each setting's shape as on every chart."""
        shapes: dict[str, str] = {setting.name: setting.shape for setting in definitions().settings}
        marks = [shapes.get(name, BOARD_PATH) for name in self.names]
        return alt.Shape("care_setting:N", scale=self._scale(marks), legend=alt.Legend(columns=3))

    @property
    def fill(self) -> alt.Fill:
        """Blue for a setting; a board's bar is hollow."""
        colours = [HOLLOW if name == BOARD else BLUE for name in self.names]
        return alt.Fill("care_setting:N", scale=self._scale(colours), legend=alt.Legend(columns=3))

    @property
    def stroke(self) -> alt.Stroke:
        """White around a setting's mark, so that two that touch are two; dark around a board's."""
        colours = [TEXT if name == BOARD else WHITE for name in self.names]
        return alt.Stroke("care_setting:N", scale=self._scale(colours), legend=alt.Legend(columns=3))

    def _scale(self, values: list[str]) -> alt.Scale:
        return alt.Scale(domain=self.names, range=values)


def marks_of(found: SideBySide) -> Marks:
    """The settings that occur, and the boards where any has a return of its own."""
    boards = [BOARD] if found.systems["icb_own"].notna().any() else []
    return Marks([*settings_present(found.units["care_setting"]), *boards])
