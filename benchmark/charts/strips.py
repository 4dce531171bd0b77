"""Seven strips: every unit's score on every pillar, against the standard and the national medians."""

import pandas as pd

from benchmark.charts.figure import Figure, source_line, titled
from benchmark.charts.strip_layers import strips_spec
from benchmark.charts.theme import notice, rows_of, settings_present
from benchmark.measures.gap_words import no_gap_message, widest_message
from benchmark.measures.gaps import Gaps
from benchmark.measures.score_columns import pillar_name
from benchmark.wording import in_list, plural


def pillar_strips(gaps: Gaps, national: pd.DataFrame, *, fictional: bool = False) -> Figure:
    """Every unit as a dot on one strip per pillar, in the framework's order.

    national: what national_pillars returns. A click on a dot selects it: the spec's parameter 'unit' holds
    its ods_code.
    """
    source = source_line("maturity_scores", fictional=fictional)
    title = titled(widest_message(gaps), fictional=fictional)
    table = _table(gaps, national)
    if gaps.rows.empty:
        message = no_gap_message(gaps)
        return Figure(title, "", f"{message}.", notice(message), table, source)
    subtitle = (
        f"Each mark is a return: one trust in one care setting, {len(gaps.by_unit)} in all. "
        f"The dark line is the standard: {gaps.standard.in_words}.{_without_median(gaps, national)}"
    )
    return Figure(title, subtitle, _alt(gaps), strips_spec(gaps, national), table, source)


def _without_median(gaps: Gaps, national: pd.DataFrame) -> str:
    """Which care settings have no national median: too few of England's returns have come."""
    present = settings_present(gaps.rows["care_setting"])
    few = [setting for setting in present if setting not in set(national["care_setting"])]
    if not few:
        return ""
    where = f" for {in_list(few)}" if few != present else ""
    return f" There is no national median{where}: too few scores of real trusts are known."


def _alt(gaps: Gaps) -> str:
    settings = len(settings_present(gaps.rows["care_setting"]))
    parts = [
        f"{pillar_name(row.pillar)} {_extent(row.minimum, row.maximum)}, "
        f"{row.units_below} of {row.units} below"
        for row in rows_of(gaps.by_pillar.sort_values("pillar_position"))
    ]
    return (
        f"Dot plot of {plural(len(gaps.by_unit), 'return')} in {plural(settings, 'care setting')} on each "
        f"pillar, scores 1 to 5, against {gaps.standard.in_words}. {widest_message(gaps)}. "
        f"{'; '.join(parts)}."
    )


def _extent(lowest: float, highest: float) -> str:
    return f"{lowest:.1f}" if lowest == highest else f"{lowest:.1f} to {highest:.1f}"


def _table(gaps: Gaps, national: pd.DataFrame) -> pd.DataFrame:
    medians = national[["care_setting", "pillar", "median"]]
    rows = gaps.rows.merge(medians, on=["care_setting", "pillar"], how="left", validate="m:1")
    return pd.DataFrame(
        {
            "Trust": rows["trust"],
            "ODS code": rows["ods_code"],
            "Care setting": rows["care_setting"],
            "Pillar": rows["pillar"].map(pillar_name),
            "Score (1 to 5)": rows["score"],
            "Standard (1 to 5)": rows["standard"],
            "Distance from the standard (points)": rows["score"] - rows["standard"],
            "National median of the setting (1 to 5)": rows["median"],
        }
    )
