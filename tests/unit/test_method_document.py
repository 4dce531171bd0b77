"""docs/method.md is up to date and true: of the definitions, of the code, and of the published data."""

import csv
import re
from collections import defaultdict
from importlib import import_module

import numpy as np
import pytest

from benchmark.common.scope import Footprint, Standard
from benchmark.core.definitions import definitions, fixed_rules
from benchmark.core.settings import PROJECT_ROOT
from benchmark.questions.progress.measure import (
    _england,
    nation,
    placed_units,
    progress_of_all_systems,
    trust_scores,
)
from benchmark.questions.progress.verdict import LEVELLED_UP, TOO_FEW
from benchmark.questions.systems.measure import side_by_side
from benchmark.store.publication import Publication
from benchmark.surfaces.files.method import FILE, in_use, method_document
from schemas.definitions import Found

TEXT = FILE.read_text(encoding="utf-8")


def test_the_file_in_docs_is_up_to_date():
    assert method_document() == TEXT, "run `make fix`"


def test_every_threshold_and_every_verdict_is_in_it():
    for threshold in definitions().thresholds:
        assert f"| `{threshold.key}` | {threshold.value:,.10g} | {threshold.applies_to} |" in TEXT
    for verdict in definitions().verdicts:
        assert f"| {verdict.label} | {verdict.meaning} |" in TEXT


def test_no_figure_of_the_definitions_is_typed_into_the_text():
    written = (PROJECT_ROOT / "benchmark/surfaces/files/method.md").read_text(encoding="utf-8")
    assert re.findall(r"(?<![\d.])0\.\d|\bfrom \d+ (?:trusts|scores|returns|peers)", written) == []


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:benchmark|schemas|data)/[\w/.]+)`", TEXT))))
def test_a_path_in_it_exists_with_the_names_beside_it(path):
    assert (PROJECT_ROOT / path).exists()
    beside = re.findall(rf"`{re.escape(path)}`\s\(([^)]+)\)", TEXT)
    if path.endswith(".py"):
        module = import_module(path.removesuffix(".py").replace("/", "."))
        names = {name for listed in beside for name in re.findall(r"`(\w+)`", listed)}
        assert [name for name in names if not hasattr(module, name)] == []


def test_the_rules_in_use_are_those_fixed_in_advance_or_their_change_is_listed():
    used, in_force = in_use(), fixed_rules().fixed()
    for change in fixed_rules().changed:
        assert in_force[change.rule] == change.before, f"{change.rule} was another on {change.on}"
        in_force[change.rule] = change.after
    assert {name: used.get(name) for name in in_force} == in_force, (
        "a rule was changed after it was fixed: add it to next_round.toml as [[changed]], with day and reason"
    )
    assert [change for change in fixed_rules().changed if change.on <= fixed_rules().fixed_on] == []


def test_every_movement_and_every_number_of_domains_is_fixed():
    fixed = fixed_rules().fixed()
    assert {name for name in in_use() if not name.startswith("thresholds.")} == {
        name for name in fixed if not name.startswith("thresholds.")
    }


def outside_by_chance(publication: Publication, footprint: Footprint) -> tuple[int, int]:
    """The band of how many systems lie outside their own band, draw by draw."""
    dealt = _england(publication, year_from=2024, year_to=2025).dealt
    assert dealt is not None
    units, _ = placed_units(publication, year_from=2024, year_to=2025, footprint=footprint)
    trusts = trust_scores(units)
    outside = np.zeros(len(dealt.score_to), dtype=int)
    for code, own in trusts[trusts["counted"]].groupby("ics_code"):
        if code != "DEMO" and len(own) >= definitions().count("fewest_for_deviation"):
            places = [dealt.place[trust] for trust in own["ods_code"]]
            changes = dealt.score_to[:, places].std(axis=1) - dealt.score_from[places].std()
            low, high = np.quantile(changes, [0.05, 0.95])
            outside += (changes < low) | (changes > high)
    low, high = np.quantile(outside, [0.05, 0.95])
    return int(low), int(high)


@pytest.mark.parametrize("found", fixed_rules().found, ids=lambda found: found.footprint)
def test_what_the_rules_found_is_what_the_measure_finds(found, publication):
    systems = progress_of_all_systems(publication, year=2025, footprint=found.footprint)
    by_chance = nation(publication, year=2025, footprint=found.footprint, year_from=2024)
    assert by_chance is not None
    split = side_by_side(publication, year=2025, footprint=found.footprint, standard=Standard()).split
    between = {"share": split.between, "by_chance": split.by_chance, "p": split.p}
    trusts, known = systems["n_trusts"], definitions()
    assert found == Found(
        footprint=found.footprint,
        systems=len(systems),
        with_verdict=int((systems["verdict_key"] != TOO_FEW).sum()),
        levelled_up=int(systems["verdict_key"].isin(LEVELLED_UP).sum()),
        by_chance=round(by_chance.levelled_up, 1),
        band=(int(by_chance.band[0]), int(by_chance.band[1])),
        verdict_rests_on_a_trust=int(systems["rests_on"].map(bool).sum()),
        left_out_in_turn=int((trusts >= known.count("fewest_to_leave_out")).sum()),
        readings={str(key): int(count) for key, count in systems["sd_reading"].value_counts().items()},
        outside_by_chance=outside_by_chance(publication, found.footprint),
        between_systems={key: round(value or 0.0, 3) for key, value in between.items()},
    )
    few = int((trusts < known.count("fewest_for_deviation")).sum())
    footprint = {"assessed": "As assessed that is", "current": "on today's footprint"}[found.footprint]
    assert f"{footprint} {few} of {len(systems)}" in TEXT


def test_the_sentence_about_settings_agrees_with_the_published_scores():
    same = {}
    for year in ("2024", "2025"):
        of_trust: dict[str, dict[str, str]] = defaultdict(dict)
        with (PROJECT_ROOT / "data/published/overall_comparable.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["assessment_year"] == year:
                    of_trust[row["ods_code"]][row["care_setting"]] = row["score"]
        several = [own for own in of_trust.values() if len(own) > 1 and "Mental Health" not in own]
        same[year] = (sum(len({*own.values()}) == 1 for own in several), len(several))
    (then, of), (now, _) = same["2024"], same["2025"]
    sentence = f"In 2024, {then} of the {of} trusts with several"
    assert f"{sentence} settings" in TEXT
    assert f"in 2025, {now} have" in TEXT
    assert f"{sentence} care settings" in next(
        rule.text for rule in definitions().rules if rule.key == "progress"
    )


def test_the_places_that_are_not_confirmed_are_as_many_as_the_reference_says():
    with (PROJECT_ROOT / "data/reference/memberships.csv").open(encoding="utf-8") as file:
        basis = [row["basis"] for row in csv.DictReader(file)]
    assert f"The places of {basis.count('successor by ODS geography')} trusts" in TEXT
    assert basis.count("ODS geography, host unconfirmed") == 1
