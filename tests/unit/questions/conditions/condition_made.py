"""Conditions of a small system of invented trusts, with all that can be awkward in them."""

from collections.abc import Iterable

from benchmark.common.scope import Standard
from benchmark.common.subject import Subject
from benchmark.questions.conditions.coverage import Coverage, coverage
from benchmark.questions.conditions.measure import Conditions, conditions_of
from benchmark.questions.gaps.measure import gaps_of
from schemas.conditions import Condition
from tests.unit.questions.conditions.condition_rows import (
    SCOPE,
    answer,
    estate,
    frame_of,
    members_of,
    post,
    programme,
)
from tests.unit.questions.frames import score_frame

NASTY = '<script>alert("x")</script>"\' onmouseover=alert(1) & Co'
ROWS = (
    answer("T1A", "accountable_member", "yes"),
    answer("T1A", "joined_teams", "no"),
    answer("T2A", "accountable_member", "partly", year=2024),
    answer("T1A", "patient_portal", "yes", section="capability"),
    post("T1A", "leadership", 2, 2, 0),
    post("T2A", "leadership", 2, 1, 1),
    post("T2A", NASTY, 4, 1, 1),
    estate("T1A", "servers", 100, 10),
    estate("T2A", "servers", 50, 20),
    estate("T2A", NASTY, 3, 0),
    programme("T1A", "Records", "well_led", "live", priority=2, funding=2_500_000),
    programme("T1A", NASTY, "safe_practice", "paused", priority=1, funding=4_000),
)
SCORES = {"T1A": {"well_led": 2.0, "safe_practice": 1.5, "improve_care": 2.9}, "T2A": {"well_led": 2.5}}


def found(
    rows: Iterable[Condition] = ROWS,
    *,
    codes: Iterable[str] = ("T1A", "T2A", "T3A"),
    banded: Iterable[str] = (),
) -> Conditions:
    return conditions_of(
        frame_of(rows, banded=banded), members_of(*codes), scope=SCOPE, subject=Subject("", "")
    )


def covered(of: Conditions, *, level: float = 3.0) -> Coverage:
    scores = score_frame(
        ("QZ1", code, "Acute", pillar, value) for code, own in SCORES.items() for pillar, value in own.items()
    )
    held = scores.assign(standard=level, lone_setting=False)
    return coverage(gaps_of(held, scope=SCOPE, standard=Standard("floor", level)), of)
