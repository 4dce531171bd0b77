"""Every system a row, every return in it a dot: how much lies inside systems that one figure hides."""

import pandas as pd

from benchmark.charts.chosen import with_chosen
from benchmark.charts.figure import Figure, source_line
from benchmark.charts.system_dot_layers import dots_spec
from benchmark.charts.system_words import basis_words, score_words
from benchmark.charts.theme import notice, rows_of
from benchmark.measures.side_by_side import SideBySide
from benchmark.measures.system_measures import SystemMeasure, in_order, measure_of
from benchmark.wording import per_cent, plural

INSIDE = 0.5
"""From half of the variance on, most of it lies inside systems."""


def system_dots(
    found: SideBySide, measure: SystemMeasure, *, chosen: str = "", by_measure: bool = False
) -> Figure:
    """Each return of each system on the score that the figures rest on, with the boards' own returns apart.

    measure: its figure stands at the end of each row. by_measure: rows from its highest figure down, in place
    of regions and names. A click selects: the parameter 'unit' holds the ods_code of a dot's trust, or the
    ics_code of a board.
    """
    title, source = _message(found), source_line(_kind(found))
    rows = in_order(found.systems, measure) if by_measure else found.systems
    table = _table(found, rows)
    if found.units.empty:
        return Figure(title, "", f"{title}.", notice("No return in this round"), table, source)
    subtitle = (
        f"{score_words(found)}, 1 to 5. Each mark is a return: one trust in one care setting, "
        f"{len(found.units)} in all. The pale line runs from a system's floor to its ceiling. "
        f"At the end of a row: {_last(measure)}."
    )
    spec = dots_spec(found, rows, measure, by_region=not by_measure)
    return with_chosen(Figure(title, subtitle, _alt(found, title), spec, table, source), chosen)


def _kind(found: SideBySide) -> str:
    return "overall_comparable" if found.basis == "overall_comparable" else "maturity_scores"


def _last(measure: SystemMeasure) -> str:
    return f"{measure.name[0].lower()}{measure.name[1:]}"


def _message(found: SideBySide) -> str:
    split = found.split
    on = basis_words(found, measure_of("floor"))
    if split.inside is None or split.between is None:
        return f"Too few different scores to split their variance, {on}"
    if split.inside >= INSIDE:
        return f"{per_cent(split.inside)} of the variance lies inside systems, not between them"
    return f"{per_cent(split.between)} of the variance lies between systems"


def _alt(found: SideBySide, title: str) -> str:
    systems, score = found.systems.dropna(subset=["floor"]), score_words(found)
    widest = in_order(systems.dropna(subset=["range"]), measure_of("range")).head(1)
    most = "".join(
        f" The widest: {row.name}, {row.floor:.2f} to {row.ceiling:.2f}." for row in rows_of(widest)
    )
    return (
        f"Dot plot of {plural(len(found.units), 'return')} in {plural(len(systems), 'system')}, each a row, "
        f"on {score} from 1 to 5. {title}.{most} Floors from "
        f"{systems['floor'].min():.2f} to {systems['floor'].max():.2f}, ceilings from "
        f"{systems['ceiling'].min():.2f} to {systems['ceiling'].max():.2f}. "
        f"The boards' own returns stand apart: {int(found.systems['icb_own'].notna().sum())}."
    )


def _table(found: SideBySide, rows: pd.DataFrame) -> pd.DataFrame:
    units = found.units.merge(rows[["ics_code", "name", "region", "icb_own"]], on="ics_code", validate="m:1")
    return pd.DataFrame(
        {
            "System": units["name"],
            "ICS code": units["ics_code"],
            "Region": units["region"],
            "Trust": units["trust"],
            "ODS code": units["ods_code"],
            "Care setting": units["care_setting"],
            "Score (1 to 5)": units["score"],
            "Mean gap to the standard (points)": units["gap_mean"],
            "ICB's own return (1 to 5)": units["icb_own"],
        }
    ).reset_index(drop=True)
