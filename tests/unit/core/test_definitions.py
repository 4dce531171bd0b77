"""The definitions that come with the product, and the messages for wrong ones."""

import csv
import shutil
from statistics import fmean
from typing import get_args

import pytest

from benchmark.core.definitions import (
    LISTS,
    condition_sections,
    definitions,
    disagreements,
    doors,
    evidence,
    finding_codes,
    fixed_rules,
    glossary,
    likeness,
    load_definitions,
    patients,
    policy,
    trust_accounts,
)
from benchmark.core.errors import DefinitionError
from benchmark.core.settings import PROJECT_ROOT
from benchmark.questions.systems.tile_map import tile_map
from benchmark.returns.vocabulary import headings, layouts
from schemas.base import SCORE_MAX, SCORE_MIN, CareSetting
from schemas.definitions import BaselineId
from schemas.kinds import KINDS
from tests.unit.questions import naive

FOLDER = PROJECT_ROOT / "data" / "definitions"

PILLARS = (
    "well_led",
    "smart_foundations",
    "safe_practice",
    "support_workforce",
    "empower_people",
    "improve_care",
    "healthy_populations",
)


def test_every_definition_file_is_loaded_and_defines_something():
    loaded = {"framework": definitions().framework}
    loaded |= {name: getattr(definitions(), name) for name in LISTS}
    loaded |= {
        "accounts": trust_accounts().figures,
        "conditions": condition_sections(),
        "disagreements": disagreements(),
        "doors": doors(),
        "evidence": evidence().themes,
        "findings": finding_codes(),
        "glossary": glossary(),
        "headings": headings(),
        "layouts": layouts(),
        "likeness": likeness().parts,
        "next_round": fixed_rules().fixed(),
        "patients": patients().births,
        "policy": policy().rules,
        "tiles": tile_map().tiles,
    }
    assert {file.stem for file in FOLDER.glob("*.toml")} == loaded.keys()
    assert [name for name, content in loaded.items() if not content] == []


def test_seven_pillars_in_the_framework_s_order():
    assert definitions().framework.pillar_keys == PILLARS
    assert all(pillar.description for pillar in definitions().framework.pillars)


def test_the_scale_is_the_one_that_scores_are_checked_against():
    scale = definitions().framework.scale
    assert (scale.lowest, scale.highest) == (SCORE_MIN, SCORE_MAX)
    assert scale.levels == (1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0)
    assert scale.default_standard == 3.0


def test_every_whole_level_has_our_words_beside_those_of_the_assessment():
    assessment = definitions().framework.assessment
    assert [level.level for level in assessment.levels] == [1, 2, 3, 4, 5]
    assert "All elements of a scoring level are required to be met to achieve a score." in assessment.said
    assert "our reading" in assessment.not_said


def test_why_three_is_the_default_rests_on_the_published_scores():
    with (PROJECT_ROOT / "data" / "published" / "maturity_scores.csv").open(encoding="utf-8") as file:
        scores = [(row["pillar"], float(row["score"])) for row in csv.DictReader(file)]
    reached = {pillar: fmean(score >= 3 for name, score in scores if name == pillar) for pillar, _ in scores}
    least, most = min(reached, key=reached.__getitem__), max(reached, key=reached.__getitem__)
    name = definitions().framework.pillar
    assert definitions().framework.assessment.default_reason.count(
        f"the mean is {fmean(score for _, score in scores):.1f}, "
        f"and {fmean(score >= 3 for _, score in scores):.0%} are 3.0 or more, "
        f"from {reached[least]:.0%} on {name(least).name} to {reached[most]:.0%} on {name(most).name}."
    )


@pytest.mark.parametrize(
    ("pillar", "name_2025", "name_2021"),
    [
        ("smart_foundations", "Smart Foundations", "Ensure smart foundations"),
        ("support_workforce", "Support Workforce", "Support people"),
        ("empower_people", "Empower People", "Empower citizens"),
    ],
)
def test_a_pillar_answers_to_its_names_of_2021_and_2025(pillar, name_2025, name_2021):
    found = definitions().framework.pillar(pillar)
    assert {name_2025, name_2021} <= {found.name, *found.aliases}


def test_each_baseline_that_can_be_asked_for_is_defined_once():
    assert sorted(baseline.id for baseline in definitions().baselines) == sorted(get_args(BaselineId))
    assert [b.id for b in definitions().baselines if b.takes_level] == ["floor"]


def test_only_a_baseline_with_a_level_has_a_place_for_it():
    for baseline in definitions().baselines:
        assert ("{level}" in baseline.short) == baseline.takes_level, baseline.id


def test_each_care_setting_is_defined_once_with_a_shape_of_its_own():
    assert sorted(setting.name for setting in definitions().care_settings) == sorted(get_args(CareSetting))
    assert len({setting.shape for setting in definitions().care_settings}) == len(definitions().care_settings)


@pytest.mark.parametrize("setting", get_args(CareSetting))
@pytest.mark.parametrize("pillar", PILLARS)
def test_what_counts_on_a_pillar_is_more_than_any_one_answer_and_no_more(pillar, setting):
    assert definitions().material(pillar, setting) == float(naive.more_than_one_answer(setting, pillar))


def test_between_care_settings_the_larger_counts():
    material = definitions().material
    assert material("improve_care", "Acute") == 0.3
    assert material("improve_care", "Acute", "Mental Health") == 0.4
    assert material("improve_care", "Ambulance", "Acute", "Mental Health") == 0.5
    assert material("improve_care") == 0.3
    assert definitions().material_of_any("empower_people") == 0.6
    assert definitions().material_range == (0.3, 0.6)
    with pytest.raises(KeyError):
        material("improve_care", "Dental")


def test_every_threshold_gives_its_reason():
    values = {threshold.key: threshold.value for threshold in definitions().thresholds}
    assert values == {
        "overall": 0.1,
        "far": 1.0,
        "likeness_near": 0.5,
        "likeness_far": 1.5,
        "fewest_for_mix": 20,
        "little_between": 0.2,
        "year_jump": 1.5,
        "out_of_date_source": 0.5,
        "round_open": 0.5,
        "national": 0.5,
        "lead": 1.0,
        "share": 0.1,
        "pillar_share": 0.3,
        "spend_share_high": 0.15,
        "spend_share_low": 0.002,
        "spend_jump": 0.5,
        "amounts_exchanged": 1.2,
        "pillars_exchanged": 0.7,
        "posts_exchanged": 5,
        "counts_jump": 5,
        "target_below_score": 0.5,
        "spend_in_thousands": 5_000_000,
        "spend_unlike_accounts": 2,
        "spend_parts": 100,
        "spend_parts_short": 0.01,
        "domains_contradict": 0.05,
        "posts_apart": 0.1,
        "funding_of_a_year": 1,
        "years_back": 10,
        "staff_unlike_accounts": 2,
        "posts_unlike_staff": 0.05,
        "cost_per_head_low": 15_000,
        "cost_per_head_high": 300_000,
        "amount_out_of_line": 500,
        "standing_score": 1.0,
        "standing_share": 0.25,
        "standing_least": 10,
        "fewest_for_verdict": 3,
        "fewest_to_leave_out": 4,
        "fewest_for_deviation": 5,
        "fewest_for_thirds": 6,
        "fewest_for_slope": 8,
        "fewest_to_deal": 30,
        "draws": 20000,
        "deals": 1000,
        "band": 0.9,
        "by_chance": 0.05,
    }
    for threshold in definitions().thresholds:
        assert len(threshold.reason.split()) >= 10, f"{threshold.key} is not explained"


def test_every_spend_reference_is_dated_and_sourced():
    for reference in definitions().spend_references:
        assert reference.as_of and reference.source.title and reference.source.published, reference.key
    assert {r.value for r in definitions().spend_references} == {0.02, 0.05, 0.0192, 0.34}


def test_each_kind_of_row_is_explained_once():
    assert sorted(text.kind for text in definitions().kinds) == sorted(KINDS)


def test_only_2025_has_pillars():
    assert {r.assessment_year: r.has_pillars for r in definitions().rounds} == {2024: False, 2025: True}


FAULTS = {
    "a field missing": ("framework", 'name = "Well Led"', "nome = 'x'", "framework.pillars.0.name"),
    "text for a number": ("framework", "lowest = 1.0", 'lowest = "one"', "framework.scale.lowest"),
    "a standard off the scale": (
        "framework",
        "default_standard = 3.0",
        "default_standard = 7.0",
        "framework.scale",
    ),
    "a level that is left out": ("framework", "level = 4", "level = 6", "the levels must be"),
    "an alias that two pillars share": (
        "framework",
        'aliases = ["Empower citizens"]',
        'aliases = ["Well-led"]',
        "framework",
    ),
    "an unknown baseline": ("baselines", 'id = "own_target"', 'id = "guess"', "baselines.4.id"),
    "a threshold of nothing": ("thresholds", "value = 0.1", "value = 0.0", "thresholds.0.value"),
    "a number of domains without a threshold": (
        "materiality",
        "domains = 7",
        "domains = 6",
        "materiality has no entry for empower_people",
    ),
    "per cent where a share belongs": (
        "spend_references",
        "value = 0.02",
        "value = 2.0",
        "spend_references.0.value",
    ),
    "a date in words": (
        "rounds",
        "footprint_on = 2024-12-31",
        'footprint_on = "last winter"',
        "rounds.0.footprint_on",
    ),
    "an unknown care setting": ("care_settings", 'name = "Acute"', 'name = "Dental"', "care_settings.0.name"),
    "a field of another name": ("faults", "handling =", "treatment =", "faults.0.handling"),
    "an unknown audience": ("kinds", 'audience = "return"', 'audience = "all"', "kinds.0.audience"),
    "not TOML": ("kinds", "title = ", "title ", "kinds.toml"),
}


@pytest.mark.parametrize(("name", "right", "wrong", "named"), FAULTS.values(), ids=FAULTS)
def test_a_wrong_definition_is_refused_with_its_place(tmp_path, name, right, wrong, named):
    folder = shutil.copytree(FOLDER, tmp_path / "definitions")
    file = folder / f"{name}.toml"
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(DefinitionError) as refusal:
        load_definitions(folder)
    assert named in str(refusal.value)


def test_a_missing_definition_file_is_named(tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "definitions")
    (folder / "rounds.toml").unlink()
    with pytest.raises(DefinitionError, match=r"rounds\.toml is missing from definitions"):
        load_definitions(folder)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_under_another_name_is_not_read_as_no_definitions(tmp_path, name):
    folder = shutil.copytree(FOLDER, tmp_path / "definitions")
    file = folder / f"{name}.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(f"[[{name}]]", "[[other]]"), encoding="utf-8")
    with pytest.raises(DefinitionError, match=name):
        load_definitions(folder)


@pytest.mark.parametrize("name", ["baselines", "thresholds", "kinds", "care_settings", "rounds"])
def test_a_definition_given_twice_is_refused(tmp_path, name):
    folder = shutil.copytree(FOLDER, tmp_path / "definitions")
    file = folder / f"{name}.toml"
    text = file.read_text(encoding="utf-8")
    first = text.split(f"[[{name}]]")[1]
    file.write_text(f"{text}\n[[{name}]]{first}", encoding="utf-8")
    with pytest.raises(DefinitionError, match=name):
        load_definitions(folder)
