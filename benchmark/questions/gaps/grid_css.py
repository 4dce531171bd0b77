"""The style of the grid of scores, for pages and exports."""

from benchmark.charts.distance import STEPS
from benchmark.charts.theme import BLUE, DARK_BLUE, FONT, PALE_GREY, SECONDARY_TEXT, TEXT

FOLD_PX = 760
"""Narrower than this the grid shows one pillar at a time, since a page never scrolls sideways."""

_BASE = f"""
.mg {{ container-type: inline-size; font-family: {FONT}; color: {TEXT}; }}
.mg table {{
  width: 100%; margin: 0; border-collapse: separate; border-spacing: 0; font-size: 14px; line-height: 1.3;
}}
.mg th, .mg td {{
  padding: 5px 6px; border: 1px solid #fff; text-align: left; font-weight: normal; vertical-align: middle;
}}
.mg thead th {{ vertical-align: bottom; font-size: 13px; font-weight: 600; }}
.mg thead th.mg-n {{ text-align: right; }}
.mg td.mg-n {{
  text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; min-width: 3.4em;
}}
.mg tbody th[scope=row] {{ overflow-wrap: break-word; width: 30%; }}
.mg tbody tr.mg-unit:hover > * {{ box-shadow: inset 0 -2px 0 {DARK_BLUE}; }}
.mg a {{ color: {BLUE}; text-decoration: underline; text-underline-offset: 2px; }}
.mg a:focus-visible {{ outline: 3px solid {DARK_BLUE}; outline-offset: 2px; }}
.mg tr.mg-group > * {{ padding-top: 14px; border-bottom: 2px solid {DARK_BLUE}; }}
.mg tr.mg-group th {{ font-weight: 700; }}
.mg tr.mg-group .mg-count, .mg tr.mg-group td {{
  font-weight: normal; color: {SECONDARY_TEXT}; font-size: 13px;
}}
.mg .mg-sign {{ font-size: 10px; letter-spacing: -1px; margin-right: 5px; vertical-align: 1px; }}
.mg td.mg-overall, .mg thead th.mg-overall {{ border-left-width: 8px; }}
.mg .mg-none {{
  background: repeating-linear-gradient(135deg, #fff 0 6px, {PALE_GREY} 6px 10px); color: {TEXT};
}}
.mg .mg-none span {{ background: #fff; padding: 1px 6px; }}
.mg .mg-was {{ display: block; font-size: 11px; white-space: nowrap; text-decoration: underline dotted; }}
.mg .mg-note {{ margin: 8px 0 0; font-size: 13px; }}
.mg .mg-note .mg-was {{ display: inline; margin-right: 6px; }}
.mg ul.mg-legend {{
  display: flex; flex-wrap: wrap; gap: 4px 6px; margin: 0 0 8px; padding: 0; list-style: none;
  font-size: 13px;
}}
.mg ul.mg-legend li {{ padding: 3px 8px; margin: 0; }}
.mg .mg-hidden {{
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}}
"""

_FOLD = f"""
@container (max-width: {FOLD_PX}px) {{
  .mg .mg-fold {{ display: none; }}
  .mg tbody th[scope=row] {{ width: auto; }}
}}
"""


def grid_css() -> str:
    """The rules of the grid's classes, all under .mg, as the text of a style element."""
    steps = "".join(
        f".mg .mg-{step.key} {{ background: {step.background}; color: {step.text}; }}\n" for step in STEPS
    )
    return f"{_BASE}{steps}{_FOLD}"
