"""Seven strips: every unit's score on every pillar, against the standard and the national medians."""

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.marks import notice
from benchmark.charts.strip_layers import strips_spec
from benchmark.charts.theme import rows_of, settings_present
from benchmark.columns import Filled
from benchmark.measures.gap_columns import STRIPS
from benchmark.measures.gap_words import extent, no_gap_message, widest_message
from benchmark.measures.gaps import Gaps
from benchmark.measures.score_columns import pillar_name
from benchmark.wording import in_list, plural


def pillar_strips(gaps: Gaps, national: pd.DataFrame) -> Figure:
    """Every unit as a dot on one strip per pillar, in the framework's order.

    national: what national_pillars returns. A click on a dot selects it: the spec's parameter 'unit' holds
    its ods_code.
    """
    table = _table(gaps, national)
    if gaps.rows.empty:
        message = no_gap_message(gaps)
        return Figure(message, "", f"{message}.", notice(message), table)
    subtitle = (
        f"Each mark is a return: one trust in one care setting, {len(gaps.by_unit)} in all. "
        f"The dark line is the standard: {gaps.standard.in_words}.{_without_median(gaps, national)}"
    )
    return Figure(widest_message(gaps), subtitle, _alt(gaps), strips_spec(gaps, national), table)


def _without_median(gaps: Gaps, national: pd.DataFrame) -> str:
    """Which care settings have no national median: too few of England's returns have come."""
    present = settings_present(gaps.rows["care_setting"])
    known = set(national["care_setting"])
    few = [setting for setting in present if setting not in known]
    if not few:
        return ""
    where = f" for {in_list(few)}" if few != present else ""
    return f" There is no national median{where}: too few scores of real trusts are known."


def _alt(gaps: Gaps) -> str:
    settings = len(settings_present(gaps.rows["care_setting"]))
    parts = [
        f"{pillar_name(row.pillar)} {extent(row.minimum, row.maximum)}, "
        f"{row.units_below} of {row.units} below"
        for row in rows_of(gaps.by_pillar)
    ]
    return (
        f"Dot plot of {plural(len(gaps.by_unit), 'return')} in {plural(settings, 'care setting')} on each "
        f"pillar, scores 1 to 5, against {gaps.standard.in_words}. {widest_message(gaps)}. "
        f"{'; '.join(parts)}."
    )


def _table(gaps: Gaps, national: pd.DataFrame) -> Filled:
    medians = {(row.care_setting, row.pillar): row.median for row in rows_of(national)}
    return STRIPS.of(
        row
        | {
            "from_standard": row["score"] - row["standard"],
            "median": medians.get((row["care_setting"], row["pillar"])),
        }
        for row in gaps.rows.to_dict("records")
    )
