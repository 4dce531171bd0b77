"""The style of the picture of who could help whom, for pages and exports."""

from benchmark.charts.distance import STEPS
from benchmark.charts.theme import FONT, GREY, SECONDARY_TEXT, TEXT

CARD_PX = 330
"""The least width of a card: one fits a telephone, three a wide page."""

_BASE = f"""
.mh {{ font-family: {FONT}; color: {TEXT}; font-size: 14px; line-height: 1.3; }}
.mh .mh-cards {{ columns: {CARD_PX}px; column-gap: 28px; }}
.mh .mh-card {{
  break-inside: avoid; border-top: 2px solid {TEXT}; padding: 6px 0 20px; margin: 0;
}}
.mh h4 {{
  display: flex; justify-content: space-between; gap: 8px; font-size: 15px; margin: 0 0 4px; padding: 0;
}}
.mh .mh-count {{ font-weight: normal; font-size: 13px; color: {SECONDARY_TEXT}; white-space: nowrap; }}
.mh table {{ width: 100%; margin: 0; border-collapse: separate; border-spacing: 0; table-layout: fixed; }}
.mh th, .mh td {{ border: 0; padding: 4px 0; text-align: left; vertical-align: middle; font-weight: normal; }}
.mh thead th {{ color: {SECONDARY_TEXT}; font-size: 12px; padding: 0 0 2px; }}
.mh thead th:last-child {{ padding-left: 26px; }}
.mh tbody th {{ padding-right: 6px; font-weight: 600; }}
.mh td, .mh tbody th {{ overflow-wrap: break-word; }}
.mh td.mh-arm {{ position: relative; padding-left: 26px; }}
.mh td.mh-arm::before {{
  content: ""; position: absolute; left: 0; top: 50%; width: 16px; border-top: 2px solid {GREY};
}}
.mh td.mh-arm::after {{
  content: ""; position: absolute; left: 15px; top: calc(50% - 4px);
  border: 5px solid transparent; border-left-color: {GREY}; border-right-width: 0;
}}
.mh td.mh-arm {{ background: linear-gradient({GREY}, {GREY}) 0 0 / 2px 100% no-repeat; }}
.mh td.mh-arm.mh-first {{ background-position: 0 100%; background-size: 2px 50%; }}
.mh td.mh-arm.mh-last {{ background-size: 2px 50%; }}
.mh td.mh-arm.mh-first.mh-last {{ background: none; }}
.mh .mh-setting {{ font-weight: normal; color: {SECONDARY_TEXT}; font-size: 12px; white-space: nowrap; }}
.mh .mh-chip {{
  display: inline-block; padding: 0 5px; border-radius: 3px; font-weight: 600; white-space: nowrap;
  font-variant-numeric: tabular-nums;
}}
.mh .mh-chip > span:first-child, .mh .mh-legend span {{
  font-size: 9px; letter-spacing: -1px; margin-right: 3px;
}}
.mh p.mh-left {{ margin: 6px 0 0; font-size: 13px; color: {SECONDARY_TEXT}; }}
.mh ul.mh-legend {{
  display: flex; flex-wrap: wrap; gap: 4px 6px; margin: 0 0 10px; padding: 0; list-style: none;
  font-size: 13px;
}}
.mh ul.mh-legend li {{ padding: 2px 8px; margin: 0; }}
.mh .mh-hidden {{
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}}
"""


def helpers_css() -> str:
    """The rules of the picture's classes, all under .mh, as the text of a style element."""
    steps = "".join(
        f".mh .mh-{step.key} {{ background: {step.background}; color: {step.text}; }}\n" for step in STEPS
    )
    return f"{_BASE}{steps}"
