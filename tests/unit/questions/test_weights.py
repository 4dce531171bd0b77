"""Every overall score is the mean of the pillars with their weights: held against exact fractions."""

import csv
import io
import shutil
from collections.abc import Iterator
from fractions import Fraction
from math import isclose
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.common.scope import Scope, Standard
from benchmark.common.subject import MATURITY_SCORES, subject_of
from benchmark.core import definitions as read
from benchmark.core.errors import DefinitionError
from benchmark.core.settings import PROJECT_ROOT, Settings
from benchmark.questions.gaps.grid import NO_MISSING, grid_groups
from benchmark.questions.gaps.measure import gaps
from benchmark.questions.plan.ground import ground_of
from benchmark.questions.plan.inputs import Plan
from benchmark.questions.plan.measure import planned
from benchmark.questions.systems.measure import side_by_side
from benchmark.questions.trusts.measure import supplier_results
from benchmark.questions.trusts.suppliers import suppliers
from benchmark.store.publication import Publication
from benchmark.store.publication.derived import product_digest
from benchmark.store.publication.publish import publish
from benchmark.surfaces.cli.main import main
from benchmark.surfaces.files.method import method_document
from benchmark.surfaces.web.site.method import method_page
from schemas.framework import Framework
from schemas.returns import IcbMaturityScore
from tests.unit.questions import naive
from tests.unit.questions.country import pillars, publish_country, system, trust

FOLDER = PROJECT_ROOT / "data" / "definitions"
UNEQUAL = dict(zip(naive.PILLARS, (1, 2, 3, 1, 5, 1, 4), strict=True))
FLOOR = Standard("floor", 3.0)


def with_weights(weights: dict[str, int]) -> Framework:
    known = read.definitions().framework
    own = tuple(pillar.model_copy(update={"weight": weights.get(pillar.key, 1)}) for pillar in known.pillars)
    return Framework.model_validate(known.model_dump() | {"pillars": [dict(pillar) for pillar in own]})


def by_hand(scores: dict[str, Fraction], weights: dict[str, int]) -> Fraction:
    """Each score as often as it counts, and the plain mean of all of these."""
    return naive.mean([score for pillar, score in scores.items() for _ in range(weights[pillar])])


def write_weights(folder: Path, weights: dict[str, int]) -> None:
    file = folder / "framework.toml"
    text = file.read_text(encoding="utf-8")
    for pillar, weight in weights.items():
        text = text.replace(f'key = "{pillar}"\n', f'key = "{pillar}"\nweight = {weight}\n')
    file.write_text(text, encoding="utf-8")


def forget_definitions() -> None:
    for remembered in (read.definitions, read.definitions_digest, product_digest):
        remembered.cache_clear()


@pytest.fixture(scope="module")
def weighted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Definitions in which the one file that has the weights is changed."""
    folder = shutil.copytree(FOLDER, tmp_path_factory.mktemp("weights") / "definitions")
    write_weights(folder, UNEQUAL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "_FOLDER", folder)
        forget_definitions()
        yield
    forget_definitions()


@pytest.fixture(scope="module")
def equal_version(publication: Publication) -> str:
    return publication.version


@pytest.fixture(scope="module")
def store(
    published_settings: Settings, equal_version: str, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    return Settings(
        store=shutil.copytree(published_settings.store, tmp_path_factory.mktemp("weights") / "store")
    )


@pytest.fixture(scope="module")
def rebuilt(store: Settings, weighted: None) -> Publication:
    return publish(store)


SCORE_LISTS = st.dictionaries(
    st.sampled_from(naive.PILLARS), st.integers(100, 500).map(lambda hundredths: hundredths / 100), min_size=1
)


@given(SCORE_LISTS, st.integers(1, 60))
def test_equal_weights_give_the_plain_mean_to_the_last_digit(scores, weight):
    framework = with_weights(dict.fromkeys(naive.PILLARS, weight))
    assert framework.overall(scores) == fmean(scores.values())
    assert framework.mean_of_pillars == "equal-weight mean of the pillars"
    assert framework.weights_note == ""


@given(SCORE_LISTS, st.lists(st.integers(1, 60), min_size=7, max_size=7))
def test_unequal_weights_give_the_mean_of_each_score_so_often(scores, listed):
    weights = dict(zip(naive.PILLARS, listed, strict=True))
    exact = by_hand({pillar: Fraction(score) for pillar, score in scores.items()}, weights)
    assert isclose(with_weights(weights).overall(scores), exact, rel_tol=1e-14)


def test_weights_are_shown_in_lowest_terms_as_tables_have_them():
    doubled = with_weights({pillar: 2 * weight for pillar, weight in UNEQUAL.items()})
    assert doubled.weights_in_words == with_weights(UNEQUAL).weights_in_words


def test_a_pillar_without_a_score_is_left_out_with_its_weight():
    framework = with_weights({"well_led": 2, "empower_people": 100})
    assert framework.overall({"well_led": 4.0, "safe_practice": 1.0}) == 3.0


@pytest.mark.parametrize("weight", ["0", "-1", "1.5", "true", '"2"'])
def test_a_weight_that_is_no_whole_number_above_nothing_is_refused(weight, tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "definitions")
    file = folder / "framework.toml"
    text = file.read_text(encoding="utf-8").replace(
        'key = "well_led"\n', f'key = "well_led"\nweight = {weight}\n'
    )
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"framework\.pillars\.0\.weight"):
        read.load_definitions(folder)


def test_the_published_overalls_are_the_plain_means_of_before(publication):
    differ = publication.rows("""
        select count(*) from publication.units inner join (
            select assessment_year, ods_code, care_setting, avg(score order by pillar_position) as plain
            from publication.unit_pillar_scores group by all
        ) using (assessment_year, ods_code, care_setting)
        where overall <> plain
    """)
    assert differ == [(0,)]


def test_a_change_of_weights_rebuilds_the_publication_under_another_name(rebuilt, equal_version):
    entry = equal_version.partition("-")[0]
    assert rebuilt.version.startswith(f"{entry}-") and rebuilt.version != equal_version
    assert dict(rebuilt.rows("select pillar, weight from publication.pillars")) == UNEQUAL


def test_weights_back_to_equal_give_the_first_publication_again(rebuilt, store, equal_version):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "_FOLDER", FOLDER)
        forget_definitions()
        assert publish(store).version == equal_version
    forget_definitions()
    assert publish(store).version == rebuilt.version


@pytest.fixture(scope="module")
def exact() -> dict[naive.Unit, Fraction]:
    """England's overall scores of 2025 by hand."""
    units: dict[naive.Unit, dict[str, Fraction]] = {}
    for (code, setting, pillar), score in naive.pillar_scores(2025).items():
        units.setdefault((code, setting), {})[pillar] = score
    assert {len(own) for own in units.values()} == {7}
    return {unit: by_hand(own, UNEQUAL) for unit, own in units.items()}


def expect(found: dict[naive.Unit, float], exact: dict[naive.Unit, Fraction]) -> None:
    assert found.keys() == exact.keys() and found
    assert all(isclose(score, exact[unit], rel_tol=1e-12) for unit, score in found.items())


def test_units_of_the_publication(rebuilt, exact):
    rows = rebuilt.rows("""
        select ods_code, care_setting, overall from publication.units
        where assessment_year = 2025 and not fictional
    """)
    expect({(code, setting): score for code, setting, score in rows}, exact)


@pytest.mark.parametrize("footprint", ["assessed", "current"])
def test_systems_side_by_side(rebuilt, exact, footprint):
    units = side_by_side(rebuilt, year=2025, footprint=footprint, standard=FLOOR).units
    expect(dict(zip(zip(units.ods_code, units.care_setting, strict=True), units.score, strict=True)), exact)


def test_one_pillar_has_no_weight(rebuilt, publication):
    after, before = (
        side_by_side(found, year=2025, footprint="assessed", standard=FLOOR, pillar="empower_people")
        for found in (rebuilt, publication)
    )
    assert after.systems.equals(before.systems) and after.units.equals(before.units)


@pytest.mark.parametrize("ics", ["QYG", "QF7"])
def test_gaps_the_grid_and_plans(rebuilt, exact, ics):
    scope = Scope(ics, 2025)
    ground = ground_of(rebuilt, scope, Standard("setting_median"))
    units = ground.gaps.by_unit
    found = dict(zip(zip(units.ods_code, units.care_setting, strict=True), units.overall, strict=True))
    expect(found, {unit: exact[unit] for unit in found})
    shown = {
        (code, group.setting): cells[-2].score
        for group in grid_groups(ground.gaps, missing=NO_MISSING)
        for code, _, cells in group.units
    }
    assert shown.keys() == found.keys()
    assert all(abs(Fraction(score) - exact[unit]) <= Fraction("0.05") for unit, score in shown.items())
    plan = Plan(scope, Standard("setting_median"), 100_000_000, 3, (25_000_000,) * 7)
    came = planned(ground, plan)
    after = came.outcome.spread_after
    assert 0 < came.outcome.allocated < came.outcome.to_close_all
    assert isclose(after.minimum, came.after.by_unit["overall"].min(), rel_tol=1e-12)
    assert isclose(after.maximum, came.after.by_unit["overall"].max(), rel_tol=1e-12)


def test_suppliers(rebuilt, exact):
    known = suppliers(rebuilt)
    rows = supplier_results(rebuilt, year=2025, footprint="assessed").rows
    named = [row for row in rows.itertuples() if row.lowest == row.lowest]
    assert len(named) > 10
    for row in named:
        own = [
            score
            for (code, setting), score in exact.items()
            if setting == row.care_setting and code in known and known[code].name == row.supplier
        ]
        assert len(own) == row.units
        assert isclose(row.lowest, min(own), rel_tol=1e-12) and isclose(row.highest, max(own), rel_tol=1e-12)


def test_gaps_are_counted_pillar_by_pillar_whatever_the_weights(rebuilt, publication):
    after, before = (gaps(found, Scope("QYG", 2025), FLOOR) for found in (rebuilt, publication))
    assert after.summary == before.summary and after.rows.equals(before.rows)
    assert after.by_pillar.equals(before.by_pillar)


def test_missing_pillars_and_the_board_s_own_return(weighted, tmp_path):
    scores = {"T1A": (2.3, 4.1), "T1B": (1.5, 2.25, 3.4), "T1C": (3.7,)}
    board = [2.6, 3.1, 1.9]
    country = publish_country(
        tmp_path,
        system("QZ1"),
        *(row for code in scores for row in trust(code, ics="QZ1")),
        *(row for code, own in scores.items() for row in pillars(code, "Acute", *own)),
        *(
            IcbMaturityScore(assessment_year=2025, ics_code="QZ1", pillar=pillar, score=score)
            for pillar, score in zip(naive.PILLARS, board, strict=False)
        ),
    )

    def of(own: tuple[float, ...] | list[float]) -> float:
        listed = dict(zip(naive.PILLARS, (Fraction(str(score)) for score in own), strict=False))
        return float(by_hand(listed, UNEQUAL))

    by_sql = country.rows("select ods_code, overall from publication.units order by 1")
    assert by_sql == [(code, pytest.approx(of(own), rel=1e-14)) for code, own in scores.items()]
    by_unit = gaps(country, Scope("QZ1", 2025), FLOOR).by_unit
    assert dict(zip(by_unit.ods_code, by_unit.overall, strict=True)) == pytest.approx(dict(by_sql), rel=1e-14)
    whole, one = (
        side_by_side(country, year=2025, footprint="assessed", standard=FLOOR, pillar=pillar).systems
        for pillar in (None, "safe_practice")
    )
    assert whole["icb_own"].tolist() == [pytest.approx(of(board), rel=1e-14)]
    assert one["icb_own"].tolist() == [1.9]


def test_pages_papers_and_sources_say_which_mean_it_is(rebuilt):
    listed = (
        "Within a round, an overall score is the weighted mean of the pillars. The weights: Well Led 1, "
        "Smart Foundations 2, Safe Practice 3, Support Workforce 1, Empower People 5, Improve Care 1, "
        "Healthy Populations 4."
    )
    assert listed in method_document()
    page = str(method_page(rebuilt).blocks)
    assert listed in page and "equal-weight" not in page
    assert "overall score is the weighted mean of the pillars (weights on Method and sources), with" in page
    for ics in ("QYG", "DEMO"):
        subject = subject_of(rebuilt, Scope(ics, 2025), MATURITY_SCORES)
        assert subject.source().endswith(
            " Overall scores, other than comparable ones, are the weighted mean of the pillars (weights on "
            "Method and sources)."
        )
        assert subject.marks["overall_is"] == "weighted mean of the pillars (weights on Method and sources)"


def test_each_row_of_a_file_says_which_mean_it_is(rebuilt, store, capsys):
    assert main(["gaps", "--ics", "DEMO", "--store", str(store.store), "--format", "csv"]) == 0
    rows = [*csv.DictReader(io.StringIO(capsys.readouterr().out))]
    said = {row["overall_is"] for row in rows}
    assert said == {"weighted mean of the pillars (weights on Method and sources)"}
