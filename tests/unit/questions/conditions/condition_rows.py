"""Rows of the conditions return of invented trusts, and ways to make many of them."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from benchmark.common.scope import Scope
from benchmark.store.publication.bands import band_of
from schemas.conditions import Condition, Section

SCOPE = Scope("QZ1", 2025)
TRUSTS = ("T1A", "T2A", "T3A", "T4A")
BOARD = (
    "accountable_member",
    "costed_strategy",
    "board_learning",
    "regular_report",
    "joined_teams",
    "staff_experience",
    "public_experience",
    "agreed_priorities",
)
ROLES = ("leadership", "cyber_security", "data_and_analytics", "Robot minders")
GROUPS = ("servers", "clinical_systems", "Beds that talk")
STAGES = ("idea", "business case", "procurement", "delivery", "live", "paused")
RUNNING = ("procurement", "delivery", "live")
COLUMNS = {
    "ods_code": "str",
    "section": "str",
    "assessment_year": "int64",
    "item": "str",
    "systems": "float",
    "unsupported": "float",
    "funded": "float",
    "in_post": "float",
    "vacant": "float",
    "answer": "str",
    "pillar": "str",
    "priority": "float",
    "stage": "str",
    "funding": "float",
    "systems_band": "str",
    "unsupported_band": "str",
}
"""What condition_rows.sql gives, by type: a column of whole numbers with gaps is one of floats in a frame."""

WTE = st.integers(0, 400).map(lambda tenths: tenths / 10)


def row(code: str, section: Section, item: str, year: int, **figures: Any) -> Condition:
    return Condition(assessment_year=year, ods_code=code, section=section, item=item, **figures)


def answer(
    code: str, item: str, said: str, *, year: int = 2025, section: Section = "board_readiness"
) -> Condition:
    return row(code, section, item, year, answer=said)


def post(
    code: str, role: str, funded: float, in_post: float, vacant: float, *, year: int = 2025
) -> Condition:
    return row(code, "digital_posts", role, year, funded=funded, in_post=in_post, vacant=vacant)


def estate(code: str, group: str, systems: int, unsupported: int, *, year: int = 2025) -> Condition:
    return row(code, "legacy_estate", group, year, systems=systems, unsupported=unsupported)


def programme(
    code: str, name: str, pillar: str, stage: str, *, year: int = 2025, priority: int = 1, **figures: Any
) -> Condition:
    return row(code, "programme", name, year, pillar=pillar, stage=stage, priority=priority, **figures)


def frame_of(rows: Iterable[Condition], *, banded: Iterable[str] = ()) -> pd.DataFrame:
    """The rows as the query gives them. banded: the trusts whose counts a reading holds in bands alone."""
    hidden = {*banded}
    shown, sums = list[dict[str, object]](), dict[str, list[int]]()
    for row in rows:
        if row.section == "legacy_estate" and row.ods_code in hidden:
            total = sums.setdefault(row.ods_code, [0, 0])
            total[0] += row.systems or 0
            total[1] += row.unsupported or 0
        else:
            shown.append(row.model_dump())
    for code, (systems, unsupported) in sums.items():
        bands = {"systems_band": band_of(systems), "unsupported_band": band_of(unsupported)}
        shown.append(
            {"ods_code": code, "section": "legacy_estate", "assessment_year": SCOPE.assessment_year} | bands
        )
    return pd.DataFrame(shown, columns=[*COLUMNS]).astype(COLUMNS)


def members_of(*codes: str) -> pd.DataFrame:
    return pd.DataFrame({"ods_code": codes, "trust": [f"Trust {code}" for code in codes]})


@st.composite
def one_return(draw: st.DrawFn) -> list[Condition]:
    """What the trusts of one system returned in one round: any part of any section, by any of them."""
    codes = st.sampled_from(TRUSTS)
    rows: list[Condition] = []
    for section, items in (("board_readiness", BOARD), ("capability", ("patient_portal", "single_sign_on"))):
        for code, item in draw(st.sets(st.tuples(codes, st.sampled_from(items)), max_size=8)):
            rows.append(answer(code, item, draw(st.sampled_from(["yes", "partly", "no"])), section=section))
    for code, role in draw(st.sets(st.tuples(codes, st.sampled_from(ROLES)), max_size=8)):
        rows.append(post(code, role, draw(WTE), draw(WTE), draw(WTE)))
    for code, group in draw(st.sets(st.tuples(codes, st.sampled_from(GROUPS)), max_size=8)):
        systems = draw(st.integers(0, 300))
        rows.append(estate(code, group, systems, draw(st.integers(0, systems))))
    return rows
