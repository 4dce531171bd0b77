"""All systems side by side as the JSON model that the command line prints."""

from typing import Any, Final, Literal

from benchmark.measures.side_by_side import SideBySide
from benchmark.measures.system_measures import SystemMeasure, against_middle, in_order, neighbours
from schemas.system_results import OrderResult, SystemRow, SystemsResult, VarianceResult

Order = Literal["region", "measure"]
_STEPS: Final = {-2: "far less", -1: "less", 0: "alike", 1: "more", 2: "far more"}


def systems_result(found: SideBySide, measure: SystemMeasure, *, order: Order) -> SystemsResult:
    """The systems by region and name, or from the highest figure on the measure to the lowest."""
    against = against_middle(found.systems, measure, pillar=found.pillar)
    near = neighbours(found.systems, measure, pillar=found.pillar)
    rows = found.systems if order == "region" else in_order(found.systems, measure)
    standard, split = found.standard, found.split
    return SystemsResult.model_validate(
        {
            "year": found.year,
            "from": found.year_from,
            "footprint": found.footprint,
            "baseline": standard.baseline,
            "level": standard.level if standard.baseline == "floor" else None,
            "pillar": found.pillar,
            "basis": found.basis,
            "measure": measure.key,
            "threshold": against.threshold,
            "middle": against.middle,
            "order": OrderResult(by=order, neighbours=near.pairs, alike=near.alike),
            "variance": VarianceResult(
                units=split.n, inside=split.inside, between=split.between, by_chance=split.by_chance
            ),
            "systems": tuple(_row(record, against.steps) for record in _records(rows)),
        }
    )


def _records(rows: Any) -> list[dict[str, Any]]:
    chosen = rows.astype(object)
    found: list[dict[str, Any]] = chosen.where(chosen.notna(), None).to_dict("records")
    return found


def _row(record: dict[str, Any], steps: dict[str, Any]) -> SystemRow:
    code = record["ics_code"]
    said = {
        "ics": code,
        "verdict": record["label"] or None,
        "against_middle": _STEPS[steps[code]] if code in steps else None,
    }
    names = SystemRow.model_fields.keys() - said.keys()
    return SystemRow.model_validate({name: record[name] for name in names} | said)
