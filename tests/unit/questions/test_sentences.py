"""The sentences of gaps and progress: right for every verdict and every count."""

from collections.abc import Sequence

import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.core import wording
from benchmark.core.wording import Statement, in_hundred
from benchmark.questions.gaps.words import (
    below_message,
    gap_statements,
    gap_total,
    notes_on_gaps,
    reach_message,
    widest_message,
)
from benchmark.questions.progress.measure import progress
from benchmark.questions.progress.verdict import verdicts
from benchmark.questions.progress.words import (
    caution,
    chance_unread,
    direction,
    progress_answer,
    resting,
    verdict_sentence,
)
from benchmark.questions.systems.comparison import against_middle, measure_of
from benchmark.questions.systems.measure import side_by_side
from benchmark.questions.systems.words import own_sentence
from tests.unit.questions.figures_made import PILLARS, made_gaps, made_progress

SENTENCES = [
    (
        [2.0, 2.5, 3.0],
        [2.5, 2.6, 3.05],
        "The lowest rose from 2.00 (Trust 00) to 2.50; the highest held, from 3.00 (Trust 02) to 3.05: "
        "Marshland levelled up",
    ),
    (
        [2.0, 2.5, 3.0],
        [2.7, 2.6, 3.2],
        "The lowest rose from 2.00 (Trust 00) to 2.60 (Trust 01); the highest rose from 3.00 (Trust 02) "
        "to 3.20: Marshland levelled up",
    ),
    (
        [2.0, 2.5, 3.0],
        [2.3, 2.5, 2.8],
        "The lowest rose from 2.00 (Trust 00) to 2.30; the highest fell from 3.00 (Trust 02) to 2.80: "
        "Marshland levelled up, and its leaders slipped",
    ),
    (
        [2.0, 2.5, 3.0],
        [2.0, 2.5, 2.6],
        "The lowest held, from 2.00 (Trust 00) to 2.00; the highest fell from 3.00 (Trust 02) to 2.60: "
        "Marshland levelled down",
    ),
    (
        [2.0, 2.5, 3.0],
        [1.8, 2.5, 3.0],
        "The lowest fell from 2.00 (Trust 00) to 1.80; the highest held, from 3.00 (Trust 02) to 3.00: "
        "the lowest of Marshland fell behind",
    ),
    (
        [2.0, 2.5, 3.0],
        [1.8, 2.5, 3.3],
        "The lowest fell from 2.00 (Trust 00) to 1.80; the highest rose from 3.00 (Trust 02) to 3.30: "
        "Marshland pulled apart",
    ),
    (
        [2.0, 2.5, 3.0],
        [2.0, 2.5, 3.3],
        "The lowest held, from 2.00 (Trust 00) to 2.00; the highest rose from 3.00 (Trust 02) to 3.30: "
        "the leaders of Marshland moved ahead",
    ),
    (
        [2.0, 2.5, 3.0],
        [2.2, 2.7, 3.5],
        "The lowest rose from 2.00 (Trust 00) to 2.20; the highest rose from 3.00 (Trust 02) to 3.50: "
        "both ends of Marshland rose, the leaders faster",
    ),
    (
        [2.0, 2.5, 3.0],
        [2.2, 2.7, 3.25],
        "The lowest rose from 2.00 (Trust 00) to 2.20; the highest rose from 3.00 (Trust 02) to 3.25: "
        "both ends of Marshland rose together",
    ),
    (
        [2.0, 2.5, 3.0],
        [1.75, 2.3, 2.8],
        "The lowest fell from 2.00 (Trust 00) to 1.75; the highest fell from 3.00 (Trust 02) to 2.80: "
        "both ends of Marshland fell together",
    ),
    (
        [2.0, 2.0, 3.0],
        [2.05, 2.05, 2.95],
        "The lowest held, from 2.00 (Trust 00 and Trust 01) to 2.05; the highest held, from 3.00 (Trust 02) "
        "to 2.95: little change in Marshland",
    ),
    ([2.0, 3.0], [2.5, 3.0], "Only two trusts in both rounds: too few to say whether trusts came closer"),
    ([2.0], [2.5], "Only one trust in both rounds: too few to say whether trusts came closer"),
    ([], [], "No trust in both rounds: too few to say whether trusts came closer"),
]


@pytest.mark.parametrize(("before", "after", "sentence"), SENTENCES)
def test_each_verdict_in_a_sentence(before, after, sentence):
    assert verdict_sentence(made_progress(before, after)) == sentence


def test_brackets_hold_no_brackets(publication):
    found = progress(publication, Scope("QF7", 2025))
    assert "(Sheffield Health & Social Care, now Sheffield Health Partnership University) to 2.19" in (
        verdict_sentence(found)
    )


def test_every_verdict_has_been_tried():
    tried = {made_progress(before, after).verdict.key for before, after, _ in SENTENCES}
    assert tried == {*verdicts()}


@pytest.mark.parametrize(
    ("ics", "said"),
    [
        (
            "QF7",
            "5 of 7 trusts rose and 1 fell by 0.1 or more from 2024 to 2025. "
            "The trusts came closer together than chance explains",
        ),
        (
            "QYG",
            "12 of 16 trusts rose and 2 fell by 0.1 or more from 2024 to 2025. "
            "The spread of the trusts changed no more than chance explains",
        ),
        (
            "QHL",
            "3 of 5 trusts rose and 1 fell by 0.1 or more from 2024 to 2025. "
            "The trusts moved further apart than chance explains",
        ),
        ("QSL", "Only one trust in both rounds: too few to say whether trusts came closer"),
    ],
)
def test_who_moved_comes_first(publication, ics, said):
    assert progress_answer(progress(publication, Scope(ics, 2025))).whole == f"{said}."


def test_the_trusts_that_decide_a_verdict_are_named(publication):
    said = {ics: resting(progress(publication, Scope(ics, 2025))) for ics in ("QF7", "QYG", "QUE", "QOC")}
    assert said["QF7"].figure == "No single trust decides this"
    assert said["QYG"] == Statement(
        "Rests on one trust", "without East Cheshire the verdict would be “levelled up”"
    )
    assert said["QUE"].figure == "Rests on two trusts"
    assert "Cambridgeshire Community Services" in said["QUE"].words
    assert said["QOC"].figure == "Three trusts"


@pytest.mark.parametrize("ics", ["QYG", "QF7", "QOC", "QPM", "QJM", "QSL"])
def test_no_verdict_stands_without_what_chance_says(publication, ics):
    """Of three or four trusts some pages gave a verdict, and nothing of chance."""
    found = progress(publication, Scope(ics, 2025))
    floor = measure_of("floor_change")
    compared = side_by_side(publication, year=2025, footprint="assessed", standard=Standard(), pillar=None)
    against = against_middle(compared.systems, floor, pillar=None)
    assert ("chance" in own_sentence(compared, against, ics_code=ics)) is (ics in against.steps)
    came = against_middle(compared.systems, measure_of("completeness"), pillar=None)
    assert own_sentence(compared, came, ics_code="QNQ") == "Frimley sent 1 of 1 return."
    said = direction(found)
    assert ("chance" in said.words) != (said.figure == "No verdict")
    assert bool(chance_unread(found)) == (found.chance_of_verdict is not None and found.sd_reading is None)


def test_the_caution_follows_the_verdict(publication):
    """Regression to the mean can explain that a range narrows, and never that it widens."""
    narrowed = caution(made_progress([2.0, 2.5, 3.0], [2.5, 2.6, 3.05]))
    widened = caution(made_progress([2.0, 2.5, 3.0], [1.8, 2.5, 3.3]))
    held = caution(made_progress([2.0, 2.5, 3.0], [2.2, 2.7, 3.25]))
    assert all("regression to the mean" in said for said in (narrowed, widened, held))
    assert "explains part of a narrowing" in narrowed
    assert "explains no widening" in widened
    assert "here it held" in held
    assert "0.17 less" in caution(progress(publication, Scope("QF7", 2025)))


def test_a_system_of_eight_trusts_has_its_own_slope_with_its_interval(publication):
    assert "(95% interval −0.37 to +0.19)" in caution(progress(publication, Scope("QYG", 2025)))
    assert "interval" not in caution(progress(publication, Scope("QF7", 2025)))


def test_the_caution_on_too_few_trusts_speaks_of_each():
    assert "each trust's own change" in caution(made_progress([2.0, 3.0], [2.5, 3.0]))


@pytest.mark.parametrize(
    ("share", "said"), [(0.53, "53 of 100"), (0.005, "1 of 100"), (0.004, "fewer than 1 of 100")]
)
def test_a_chance_is_a_count_of_a_hundred(share, said):
    assert in_hundred(share) == said


@pytest.mark.parametrize(
    ("value", "text"), [(0.074, "+0.07"), (-0.2, "−0.20"), (0.0, "0.00"), (-0.004, "0.00"), (1.0, "+1.00")]
)
def test_a_change_carries_its_sign_and_zero_has_none(value, text):
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
def test_counts_read_as_people_write_them(count, total, text):
    assert wording.count_of_returns(count, total) == text


def test_all_of_a_count_read_as_people_write_them():
    assert [wording.every(count, "score") for count in (1, 2, 7, 22)] == [
        "the only score",
        "both scores",
        "all seven scores",
        "all 22 scores",
    ]


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
def test_the_message_counts_returns(scores, reach, widest):
    found = made_gaps(system(scores))
    assert reach_message(found) == reach
    assert widest_message(found) == widest


@pytest.mark.parametrize(
    ("scores", "reach", "widest"),
    [
        ([2.0, 2.0], "Neither of two returns reaches level 3 on every pillar", "2 of 2"),
        ([2.0], "The only return is below level 3 on every pillar", "1 of 1"),
    ],
)
def test_where_all_pillars_have_the_same_gap_none_is_named_as_the_widest(scores, reach, widest):
    found = made_gaps(system(scores, others=2.0))
    assert reach_message(found) == reach
    assert widest_message(found).startswith(
        f"No pillar's gap stands out, all lie within 0.1 points of each other: Well Led {widest}, "
    )


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ([3.0, 3.0, 3.0], "No score of this system is below level 3: there is no gap to split."),
        (
            [2.9, 3.0, 3.0],
            "The gap of this system to level 3 is 0.1 points: the exact distance below the standard of 1 "
            "score, which is short of it by no more than one answer and so counts elsewhere as at the "
            "standard. Both charts split the same 0.1.",
        ),
        (
            [2.9, 2.9, 3.0],
            "The gap of this system to level 3 is 0.2 points: the exact distances below the standard of 2 "
            "scores, added up, of which all are short of it by no more than one answer and so count "
            "elsewhere as at the standard. Both charts split the same 0.2.",
        ),
    ],
)
def test_the_total_of_a_gap_is_of_as_many_scores_as_it_says(scores, said):
    """Of none it was 0.0 points, split by both charts, and of a single one "of which all is short"."""
    assert gap_total(made_gaps(system(scores))) == said


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ([2.8, 3.2], "No return is below level 3 by more than one answer on any pillar"),
        ([3.0, 3.2], "No return is below level 3 on any pillar"),
        ([], "No pillar scores for this round"),
    ],
)
def test_the_message_is_neutral_when_nothing_is_material(scores, message):
    found = made_gaps(system(scores))
    assert reach_message(found) == widest_message(found) == message


def test_without_any_target_the_message_says_so():
    found = made_gaps(
        system([2.0, 3.0]), standard=Standard("own_target"), held_to=dict.fromkeys(PILLARS, None)
    )
    assert reach_message(found) == "No trust here has set a target of its own"


def test_the_standard_agrees_with_its_subject():
    found = made_gaps(system([2.0, 2.0, 3.0, 3.0]), standard=Standard("setting_median"))
    assert reach_message(found).endswith("reach the national median of their setting on Safe Practice")
    one = made_gaps(system([2.0, 2.0, 3.0]), standard=Standard("setting_median"))
    assert reach_message(one).endswith("reaches the national median of its setting on Safe Practice")


@pytest.mark.parametrize(
    ("low", "returns", "standard", "said"),
    [
        (1, 3, Standard(), ("1 of 3", "returns is below level 3 on most of its pillars")),
        (2, 3, Standard(), ("2 of 3", "returns are below level 3 on most of their pillars")),
        (0, 1, Standard(), ("0 of 7", "pillars of the only return are below level 3")),
        (1, 1, Standard(), ("7 of 7", "pillars of the only return are below level 3")),
        (
            1,
            1,
            Standard("own_target"),
            ("7 of 7", "pillars of the only return that have one are below its own target"),
        ),
        (
            2,
            3,
            Standard("own_target"),
            ("2 of 3", "returns are below their own targets on most of their pillars that have one"),
        ),
        (
            1,
            3,
            Standard("own_target"),
            ("1 of 3", "returns is below its own target on most of its pillars that have one"),
        ),
    ],
)
def test_what_is_below_on_most_pillars_agrees_with_its_count(low, returns, standard, said):
    scores = {
        (f"T{place}", "Acute"): [2.0 if place < low else 4.0] * len(PILLARS) for place in range(returns)
    }
    statement = gap_statements(made_gaps(scores, standard=standard))[1]
    assert (statement.figure, statement.words) == said


def test_the_scores_below_agree_with_their_count():
    one, two = (
        made_gaps(system([2.0] * low + [3.0]), standard=Standard("own_target"), held_to=3.0) for low in (1, 2)
    )
    assert below_message(one) == "1 of 14 scores is materially below its own target"
    assert below_message(two) == "2 of 21 scores are materially below their own targets"
    assert notes_on_gaps(one)[0].startswith("1 of 14 scores is below, by more than one answer;")
    assert notes_on_gaps(two)[0].startswith("2 of 21 scores are below, by more than one answer;")
