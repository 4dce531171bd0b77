"""The sentences of gaps and progress: right for every verdict and every count."""

from collections.abc import Sequence

import pandas as pd
import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.core import wording
from benchmark.core.columns import pillar_name
from benchmark.questions.gaps.measure import gaps
from benchmark.questions.gaps.words import reach_message, widest_message
from benchmark.questions.progress.measure import progress
from benchmark.questions.progress.words import caution, verdict_sentence
from benchmark.store.publication import Publication
from tests.unit.questions.figures_made import PILLARS, made_gaps, made_progress

SENTENCES = [
    (
        [2.0, 2.5, 3.0],
        [2.5, 2.6, 3.05],
        "The floor rose by 0.50 while the ceiling held (+0.05): Marshland levelled up",
    ),
    (
        [2.0, 2.5, 3.0],
        [2.7, 2.6, 3.2],
        "The floor rose by 0.60 and the ceiling by 0.20: Marshland levelled up",
    ),
    (
        [2.0, 2.5, 3.0],
        [2.3, 2.5, 2.8],
        "The floor rose by 0.30 while the ceiling fell by 0.20: "
        "Marshland levelled up, and its leaders slipped",
    ),
    (
        [2.0, 2.5, 3.0],
        [2.0, 2.5, 2.6],
        "The floor held (0.00) while the ceiling fell by 0.40: Marshland levelled down",
    ),
    (
        [2.0, 2.5, 3.0],
        [1.8, 2.5, 2.6],
        "The floor fell by 0.20 and the ceiling by 0.40: Marshland levelled down",
    ),
    (
        [2.0, 2.5, 3.0],
        [1.8, 2.5, 3.3],
        "The floor fell by 0.20 while the ceiling rose by 0.30: Marshland pulled apart",
    ),
    (
        [2.0, 2.5, 3.0],
        [2.2, 2.7, 3.25],
        "The floor rose by 0.20 and the ceiling by 0.25: the trusts of Marshland rose together",
    ),
    (
        [2.0, 2.5, 3.0],
        [1.75, 2.3, 2.8],
        "The floor fell by 0.25 and the ceiling by 0.20: the trusts of Marshland fell together",
    ),
    (
        [2.0, 2.5, 3.0],
        [2.05, 2.5, 2.95],
        "The floor (+0.05) and the ceiling (−0.05) held: little change in Marshland",
    ),
    ([2.0, 3.0], [2.5, 3.0], "Only two returns in both rounds: too few for a verdict"),
    ([2.0], [2.5], "Only one return in both rounds: too few for a verdict"),
    ([], [], "No return in both rounds: too few for a verdict"),
]


@pytest.mark.parametrize(("before", "after", "sentence"), SENTENCES)
def test_each_verdict_in_a_sentence(before: Sequence[float], after: Sequence[float], sentence: str) -> None:
    assert verdict_sentence(made_progress(before, after)) == sentence


def test_every_verdict_has_been_tried() -> None:
    tried = {made_progress(before, after).verdict.key for before, after, _ in SENTENCES}
    assert len(tried) == 8


@pytest.mark.parametrize(
    ("ics", "sentence"),
    [
        ("QF7", "The floor rose by 0.65 while the ceiling held (+0.07): South Yorkshire levelled up"),
        (
            "QWO",
            "The floor rose by 0.33 while the ceiling fell by 0.20: West Yorkshire levelled up, "
            "and its leaders slipped",
        ),
        (
            "QHL",
            "The floor fell by 0.41 while the ceiling rose by 0.43: Birmingham and Solihull pulled apart",
        ),
        ("QUY", "Only two returns in both rounds: too few for a verdict"),
    ],
)
def test_three_systems_are_told_apart(publication: Publication, ics: str, sentence: str) -> None:
    assert verdict_sentence(progress(publication, Scope(ics, 2025))) == sentence


def test_the_caution_gives_the_slope() -> None:
    said = caution(made_progress([2.0, 2.5, 3.0], [2.5, 2.75, 3.0]))
    assert "regression to the mean" in said
    assert "each point higher in 2024 goes with 0.50 less change by 2025 (slope −0.50)" in said


def test_the_caution_does_not_claim_what_the_slope_does_not_show() -> None:
    assert "does not show here" in caution(made_progress([2.0, 2.5, 3.0], [2.0, 2.5, 3.0]))
    assert "does not show here" in caution(made_progress([2.0, 2.5, 3.0], [2.0, 2.6, 3.4]))
    assert "All started from the same score" in caution(made_progress([2.0] * 3, [2.0, 2.6, 3.4]))


def test_the_caution_on_too_few_returns_speaks_of_each_trust() -> None:
    assert "each trust's own change" in caution(made_progress([2.0, 3.0], [2.5, 3.0]))


@pytest.mark.parametrize(
    ("value", "text"), [(0.074, "+0.07"), (-0.2, "−0.20"), (0.0, "0.00"), (-0.004, "0.00"), (1.0, "+1.00")]
)
def test_a_change_carries_its_sign_and_zero_has_none(value: float, text: str) -> None:
    assert wording.signed(value) == text


@pytest.mark.parametrize(
    ("count", "total", "text"),
    [
        (6, 22, "Six of 22 returns"),
        (17, 22, "17 of 22 returns"),
        (0, 22, "None of 22 returns"),
        (22, 22, "All 22 returns"),
        (4, 8, "Four of eight returns"),
        (5, 5, "All five returns"),
        (2, 2, "Both returns"),
        (0, 2, "Neither of two returns"),
        (1, 1, "The only return"),
        (0, 1, "No return"),
    ],
)
def test_counts_read_as_people_write_them(count: int, total: int, text: str) -> None:
    assert wording.count_of_returns(count, total) == text


def system(safe_practice: Sequence[float], *, others: float = 4.0) -> dict[tuple[str, str], list[float]]:
    """Acute units that differ on Safe Practice alone."""
    place = PILLARS.index("safe_practice")
    return {
        (f"T{i:02}", "Acute"): [score if k == place else others for k in range(7)]
        for i, score in enumerate(safe_practice)
    }


@pytest.mark.parametrize(
    ("scores", "reach", "widest"),
    [
        (
            [2.0, 2.0, 3.0, 3.0],
            "Two of four returns reach level 3 on Safe Practice",
            "Safe Practice is the widest gap: two of four returns are below level 3",
        ),
        (
            [2.0, 3.0, 3.0],
            "Two of three returns reach level 3 on Safe Practice",
            "Safe Practice is the widest gap: one of three returns is below level 3",
        ),
        (
            [2.0, 2.0, 3.0],
            "One of three returns reaches level 3 on Safe Practice",
            "Safe Practice is the widest gap: two of three returns are below level 3",
        ),
        (
            [2.0, 2.0],
            "Neither of two returns reaches level 3 on Safe Practice",
            "Safe Practice is the widest gap: both returns are below level 3",
        ),
        (
            [2.0],
            "The only return is below level 3 on Safe Practice",
            "Safe Practice is the widest gap: the only return is below level 3",
        ),
    ],
)
def test_the_message_counts_returns(scores: Sequence[float], reach: str, widest: str) -> None:
    found = made_gaps(system(scores))
    assert reach_message(found) == reach
    assert widest_message(found) == widest


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ([2.8, 3.2], "No return is materially below level 3 on any pillar"),
        ([3.0, 3.2], "No return is below level 3 on any pillar"),
        ([], "No return yet for this round"),
    ],
)
def test_the_message_is_neutral_when_nothing_is_material(scores: Sequence[float], message: str) -> None:
    found = made_gaps(system(scores))
    assert reach_message(found) == widest_message(found) == message


def test_without_any_target_the_message_says_so() -> None:
    found = made_gaps(
        system([2.0, 3.0]), standard=Standard("own_target"), held_to=dict.fromkeys(PILLARS, None)
    )
    assert reach_message(found) == "No trust here has set a target of its own"


def test_the_standard_agrees_with_its_subject() -> None:
    found = made_gaps(system([2.0, 2.0, 3.0, 3.0]), standard=Standard("setting_median"))
    assert reach_message(found).endswith("reach the national median of their setting on Safe Practice")
    one = made_gaps(system([2.0, 2.0, 3.0]), standard=Standard("setting_median"))
    assert reach_message(one).endswith("reaches the national median of its setting on Safe Practice")


@pytest.mark.parametrize("ics", ["QYG", "QWO", "QF7", "QU9"])
@pytest.mark.parametrize("standard", [Standard(), Standard(level=2.5), Standard("setting_median")])
def test_the_message_agrees_with_the_scores(publication: Publication, ics: str, standard: Standard) -> None:
    found = gaps(publication, Scope(ics, 2025), standard)
    rows: pd.DataFrame = found.rows
    widest = rows.groupby("pillar_position")["gap"].sum().round(9).idxmax()
    own = rows[rows["pillar_position"] == widest]
    below = int((own["score"] < own["standard"] - 1e-9).sum())
    message = widest_message(found)
    assert message.startswith(pillar_name(str(own["pillar"].iloc[0])))
    assert wording.count_of_returns(below, len(own)).lower() in message.lower()
