"""All systems side by side as a table, with the column names that a reader meets."""

import pandas as pd

from benchmark.charts.system_words import measure_column
from benchmark.measures.side_by_side import SideBySide
from benchmark.measures.system_measures import MEASURES


def side_by_side_table(found: SideBySide, systems: pd.DataFrame) -> pd.DataFrame:
    """Every measure of every system, in the order of `systems`, the frame of `found` or one like it."""
    columns = {
        "System": systems["name"],
        "ICS code": systems["ics_code"],
        "Region": systems["region"],
        "Trusts": systems["trusts"],
        "Returns": systems["units"],
    }
    for measure in MEASURES:
        columns |= {name: values.round(2) for name, values in measure_column(measure, systems).items()}
    verdicts = systems["label"].where(systems["label"] != "", None)
    return pd.DataFrame(
        columns
        | {
            "Verdict": verdicts,
            "Returns expected": systems["expected"],
            "Returns received": systems["returned"],
            "ICB's own return (1 to 5)": systems["icb_own"].round(2),
        }
    ).reset_index(drop=True)
