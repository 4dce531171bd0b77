"""Small systems of invented trusts, made with the measures' own arithmetic."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from benchmark.common.scope import Scope, Standard
from benchmark.core.definitions import definitions
from benchmark.questions.gaps.measure import Gaps, gaps_of
from benchmark.questions.progress.measure import MEASURE, Progress, trust_scores
from benchmark.questions.progress.verdict import movement, rests_on, verdict_on

PILLARS = definitions().framework.pillar_keys
Unit = tuple[str, str]
"""ODS code and care setting."""


def made_gaps(
    scores: Mapping[Unit, Sequence[float]],
    *,
    standard: Standard | None = None,
    held_to: Mapping[str, float | None] | float = 3.0,
    names: Mapping[str, str] | None = None,
) -> Gaps:
    """Gaps of units with seven scores each; held_to: one standard for all, or by pillar (None: none)."""
    names = names or {}
    held = pd.DataFrame(
        [
            {
                "ods_code": code,
                "trust": names.get(code, f"Trust {code}"),
                "care_setting": setting,
                "pillar": pillar,
                "pillar_position": position,
                "score": float(score),
                "standard": held_to.get(pillar) if isinstance(held_to, Mapping) else held_to,
                "lone_setting": False,
            }
            for (code, setting), unit_scores in scores.items()
            for position, (pillar, score) in enumerate(zip(PILLARS, unit_scores, strict=True), start=1)
        ],
        columns=[
            "ods_code",
            "trust",
            "care_setting",
            "pillar",
            "pillar_position",
            "score",
            "standard",
            "lone_setting",
        ],
    ).astype({"standard": float, "score": float})
    return gaps_of(held, scope=Scope("QZ1", 2025), standard=standard or Standard())


def made_progress(
    score_from: Sequence[float], score_to: Sequence[float], *, name: str = "Marshland", **changes: Any
) -> Progress:
    """Progress of trusts T00, T01 and so on, each with one acute return; what chance says is not known."""
    before, after = np.array(score_from, dtype=float), np.array(score_to, dtype=float)
    codes = [f"T{i:02}" for i in range(len(before))]
    units = pd.DataFrame(
        {
            "ods_code": codes,
            "trust": [f"Trust {i:02} NHS Trust" for i in range(len(before))],
            "care_setting": "Acute",
            "score_from": before,
            "score_to": after,
            "change": after - before,
            "counted": True,
        }
    )
    units["material"] = units["change"].abs() >= 0.1 - 1e-9
    trusts = trust_scores(units)
    beside = {f"trust_{what}": units[f"score_{what}"] for what in ("from", "to")}
    known: dict[str, Any] = {
        "ics_code": "QZ1",
        "name": name,
        "year_from": 2024,
        "year_to": 2025,
        "footprint": "assessed",
        "measure": MEASURE,
        "verdict": verdict_on(before, after),
        "rests_on": {codes[place]: other for place, other in rests_on(before, after).items()},
        "chance": None,
        "sd_reading": None,
        "nation_slope": None,
        "n_returns": len(units),
        "trusts": trusts,
        "units": units.assign(**beside, trust_change=units["change"]),
        "unmatched": units.head(0),
        **vars(movement(before, after)),
    }
    return Progress(**(known | changes))


def layers(spec: dict[str, Any], mark: str) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The layers of a kind of mark, back to front, each with its records."""
    return [
        (layer, spec["datasets"][layer.get("data", spec.get("data"))["name"]])
        for layer in spec["layer"]
        if layer["mark"]["type"] == mark
    ]


def marks(spec: dict[str, Any], mark: str) -> list[list[dict[str, Any]]]:
    """The records of the layers of a kind of mark."""
    return [records for _, records in layers(spec, mark)]


def texts(spec: dict[str, Any]) -> list[str]:
    """Every text that the chart writes upon itself, in full where a narrow screen shows less of it."""
    return [str(record[_written(layer)]) for layer, records in layers(spec, "text") for record in records]


def _written(layer: dict[str, Any]) -> str:
    """The field that a layer writes; of an expression the last: "width < 480 ? datum.cut : datum.name"."""
    if "text" in layer["encoding"]:
        return str(layer["encoding"]["text"]["field"])
    return str(layer["mark"]["text"]["expr"]).rsplit("datum.", 1)[-1]


def expect_vega_lite(spec: Mapping[str, Any]) -> None:
    """Held against Vega-Lite's schema as a whole, axes and data too, which are put in after Altair is done.

    Without its config: the schema does not know a layout of legends, which Vega does.
    """
    alt.LayerChart.validate({name: part for name, part in spec.items() if name != "config"})
