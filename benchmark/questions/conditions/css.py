"""The style of the tables of conditions, on top of that of the grid of scores."""

from functools import cache
from typing import Final

from benchmark.charts.distance import ABOVE, AT, BELOW, FAR_BELOW
from benchmark.charts.theme import DARK_BLUE, GRIDLINE, PALE_GREY, SECONDARY_TEXT, TEXT
from benchmark.questions.gaps.grid_css import FOLD_PX, grid_css

_RULES: Final = f"""
.cg thead th {{ font-size: 12px; line-height: 1.25; overflow-wrap: break-word; hyphens: auto; }}
.cg table.cg-grid {{ table-layout: fixed; }}
.cg table.cg-grid thead th:first-child {{ width: 21%; }}
.cg table.cg-many thead th {{ font-size: 11px; padding-left: 4px; padding-right: 2px; }}
.cg table.cg-many td {{ padding-left: 4px; padding-right: 2px; }}
.cg table.cg-many thead th:first-child {{ width: 18%; }}
.cg table.cg-list tbody th {{ width: 40%; }}
.cg tbody tr > * {{ border-bottom: 1px solid {GRIDLINE}; }}
.cg td {{ font-size: 13px; }}
.cg td strong {{ font-weight: 600; font-variant-numeric: tabular-nums; font-size: 14px; }}
.cg .cg-sub {{ display: block; font-size: 12px; color: {SECONDARY_TEXT}; }}
.cg td.cg-c .cg-sub {{ color: inherit; }}
.cg td.cg-sum {{ border-left-width: 8px; }}
.cg table.cg-grid td.cg-sum strong {{ white-space: nowrap; }}
.cg td.mg-none strong {{ background: #fff; padding: 0 4px; }}
.cg .cg-narrow {{ display: none; }}
.cg .cg-good {{ background: {ABOVE.background}; color: {TEXT}; }}
.cg .cg-half {{ background: #DCE8F3; color: {TEXT}; }}
.cg .cg-short {{ background: {BELOW.background}; color: {TEXT}; }}
.cg .cg-open {{ background: {FAR_BELOW.background}; color: {FAR_BELOW.text}; }}
.cg .cg-clear {{ background: {AT.background}; color: {SECONDARY_TEXT}; }}
.cg .cg-bar {{ display: block; height: 6px; margin-top: 3px; background: {PALE_GREY}; }}
.cg .cg-bar span {{ display: block; height: 6px; background: {DARK_BLUE}; }}
.cg tfoot th, .cg tfoot td {{ border-top: 2px solid {DARK_BLUE}; font-weight: 600; }}
.cg tfoot .cg-sub {{ font-weight: normal; }}
.cg tr.cg-first > * {{ border-top: 2px solid {GRIDLINE}; }}
"""
_FOLD: Final = f"""
@container (max-width: {FOLD_PX}px) {{
  .cg .cg-narrow {{ display: block; }}
  /* Columns that give way still count in a cell over several of them, so widths are the browser's here. */
  .cg table.cg-grid {{ table-layout: auto; }}
  .cg table.cg-grid thead th:first-child, .cg table.cg-many thead th:first-child {{ width: 50%; }}
  .cg table.cg-list tbody th {{ width: 34%; }}
  .cg td.cg-sum {{ border-left-width: 1px; white-space: normal; }}
}}
"""


@cache
def condition_css() -> str:
    """The rules of the tables' classes, all under .mg and .cg, as the text of a style element."""
    return f"{grid_css()}{_RULES}{_FOLD}"
