"""The evidence's themes: each has figures, everything asked has a theme, and their figures."""

import shutil

import pytest

from benchmark.common.subject import Subject
from benchmark.core.definitions import condition_sections, evidence, load_evidence
from benchmark.core.errors import DefinitionError
from benchmark.core.settings import PROJECT_ROOT
from benchmark.questions.conditions.coverage import coverage
from benchmark.questions.conditions.measure import conditions_of
from benchmark.questions.conditions.themes import Indicator, ThemeFigures, returned_kinds, themes
from benchmark.questions.conditions.words import indicator_words
from schemas.conditions import Condition
from schemas.returns import PeerExchange
from tests.unit.questions.conditions.condition_rows import (
    SCOPE,
    answer,
    estate,
    frame_of,
    members_of,
    post,
    programme,
)
from tests.unit.questions.conditions.test_coverage import held, score
from tests.unit.questions.country import publish_country, system, trust
from tests.unit.questions.frames import score_frame

ROWS = [
    answer("T1A", "accountable_member", "yes"),
    answer("T2A", "accountable_member", "partly"),
    answer("T2A", "joined_teams", "no"),
    post("T1A", "cyber_security", 6, 4, 2),
    post("T1A", "leadership", 2, 2, 0),
    post("T2A", "leadership", 2, 1, 1),
    estate("T1A", "servers", 100, 10),
    estate("T2A", "servers", 50, 20),
    programme("T1A", "Records", "well_led", "live"),
]
SCORES = score_frame(
    [score(code, pillar, 2.0) for code in ("T1A", "T2A") for pillar in ("well_led", "safe_practice")]
)


def made(rows: list[Condition], *, banded: tuple[str, ...] = ()) -> tuple[ThemeFigures, ...]:
    found = conditions_of(
        frame_of(rows, banded=banded), members_of("T1A", "T2A", "T3A"), scope=SCOPE, subject=Subject("", "")
    )
    other = {"it_spend": frozenset({"T3A", "T9A"})}
    return themes(found, coverage(held(SCORES), found), other_returns=other)


def indicator(found: tuple[ThemeFigures, ...], theme: str, source: str, item: str | None = None) -> Indicator:
    own = next(entry for entry in found if entry.theme.key == theme)
    return next(entry for entry in own.indicators if (entry.source, entry.item) == (source, item))


def test_six_conditions_and_four_challenges_with_their_source():
    kinds = [theme.kind for theme in evidence().themes]
    assert (kinds.count("condition"), kinds.count("challenge")) == (6, 4)
    assert kinds == sorted(kinds, key=("condition", "challenge").index)
    assert (evidence().source.publisher, evidence().source.published) == ("NHS Providers", "September 2021")


def test_every_indicator_is_something_that_the_return_asks():
    sections = condition_sections()
    for theme in evidence().themes:
        for asked in theme.indicators:
            known = {item.key for item in sections[asked.section].items}
            assert set(asked.items) <= known, theme.key


@pytest.mark.parametrize("section", ["board_readiness", "capability"])
def test_every_question_tells_of_exactly_one_theme(section):
    found = [
        item
        for theme in evidence().themes
        for asked in theme.indicators
        if asked.section == section
        for item in asked.items
    ]
    assert sorted(found) == sorted(item.key for item in condition_sections()[section].items)


def test_answers_are_counted_over_those_that_answered():
    found = indicator(made(ROWS), "board_ownership", "board_readiness", "accountable_member")
    assert (found.trusts, found.members, found.yes, found.partly, found.no) == (2, 3, 1, 1, 0)
    found = indicator(made(ROWS), "board_ownership", "board_readiness", "regular_report")
    assert (found.trusts, found.yes, found.no) == (0, 0, 0)


def test_posts_are_vacant_of_funded():
    found = indicator(made(ROWS), "legacy", "digital_posts", "cyber_security")
    assert (found.part, found.whole, found.trusts) == (2, 6, 1)
    found = indicator(made(ROWS), "roles", "digital_posts")
    assert (found.part, found.whole, found.trusts) == (3, 10, 2)
    found = indicator(made(ROWS), "culture", "digital_posts", "change_and_training")
    assert (found.part, found.whole, found.trusts) == (None, None, 0)


def test_the_estate_is_a_sum_for_those_who_may_see_each_part():
    found = indicator(made(ROWS), "legacy", "legacy_estate")
    assert (found.part, found.whole, found.trusts, found.restricted) == (30, 150, 2, False)
    found = indicator(made(ROWS, banded=("T2A",)), "legacy", "legacy_estate")
    assert (found.part, found.whole, found.trusts, found.restricted) == (None, None, 2, True)


def test_gaps_are_those_of_trusts_that_returned_their_programmes():
    found = indicator(made(ROWS), "prioritisation", "programme")
    assert (found.part, found.whole, found.trusts) == (1, 2, 1)
    without_score = [*ROWS, programme("T3A", "Records", "well_led", "live")]
    found = indicator(made(without_score), "prioritisation", "programme")
    assert (found.part, found.whole, found.trusts) == (1, 2, 1)


def test_other_returns_count_the_members_alone():
    found = indicator(made(ROWS), "funding", "it_spend")
    assert (found.trusts, found.members, found.page, found.name) == (1, 3, "it-spend", "IT spend")
    # The page IT spend counts those of one financial year.
    assert indicator_words(found).name == "IT spend returned, for any year"
    assert indicator(made(ROWS), "autonomy", "own_targets").trusts == 0


def test_where_nobody_returned_anything_there_are_themes_and_no_figures():
    for entry in made([]):
        for found in entry.indicators:
            assert found.part is None and found.whole is None
            assert not (found.yes or found.partly or found.no)


def test_other_kinds_of_return_are_read_from_the_publication(tmp_path):
    offer = PeerExchange(ods_code="T1A", pillar="well_led", offers_or_asks="offer", contact="X", note="Y")
    country = publish_country(tmp_path, system("QZ1"), *trust("T1A", "QZ1"), *trust("T2A", "QZ1"), offer)
    assert returned_kinds(country) == {"peer_exchange": frozenset({"T1A"})}


def test_no_real_trust_has_returned_any_of_them(publication):
    real = {code for codes in returned_kinds(publication).values() for code in codes}
    fictional = publication.rows("select ods_code from publication.trusts where fictional")
    assert real <= {code for (code,) in fictional}


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ('kind = "challenge"', 'kind = "worry"', "kind"),
        ('key = "culture"', 'key = "roles"', "defined more than once: roles"),
        ('stage = "paused"', 'stage = "idea"', "defined more than once: idea"),
        ('returns = [{ kind = "it_spend", page = "it-spend" }]', "", "funding has neither"),
    ],
)
def test_a_wrong_definition_is_refused_with_its_place(tmp_path, right, wrong, named):
    folder = shutil.copytree(PROJECT_ROOT / "data" / "definitions", tmp_path / "definitions")
    file = folder / "evidence.toml"
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=named):
        load_evidence(folder)
