"""Every function of the measures that reads a publication, asked of what is real."""

from collections.abc import Callable
from datetime import date
from itertools import cycle
from typing import Any

import numpy as np
import pandas as pd

from benchmark.common.completeness import (
    completeness,
    completeness_of_all_systems,
    default_round,
    round_received,
    rounds_to_choose,
    rounds_with_anything,
    settings_with_enough,
    states_of,
    such_states,
)
from benchmark.common.groups import (
    Group,
    expected_mergers,
    group_code,
    group_scope,
    groups_of_trusts,
    is_fictional_group,
    kind_of,
    known_groups,
    names_of_systems,
    overlap_words,
    trusts_held,
    trusts_of_groups,
)
from benchmark.common.quality import quality_flags
from benchmark.common.resolve import (
    default_round_of_trust,
    named_trust,
    resolve_scope,
    resolve_trust,
    round_for,
)
from benchmark.common.scope import (
    Footprint,
    Scope,
    Standard,
    comparable_pairs,
    comparable_rounds,
    counterparts,
    placements,
    round_before,
    rounds,
    rounds_with_pillars,
    successions,
    system_of,
    systems,
    trust_names,
    unconfirmed_members,
    unit_pillars,
)
from benchmark.common.standards import hold_to, icb_own, national_pillars
from benchmark.common.subject import subject_of
from benchmark.questions.board.choices import Choices
from benchmark.questions.board.pack import board_pack
from benchmark.questions.conditions.measure import conditions
from benchmark.questions.conditions.themes import returned_kinds
from benchmark.questions.evidence.assets import assets, assets_rows, records_of
from benchmark.questions.evidence.measure import evidence, evidence_of_system, published
from benchmark.questions.evidence.published_status import published_statuses
from benchmark.questions.gaps.measure import gaps, gaps_of_all_systems, pillar_spread, resting_on_trust
from benchmark.questions.groups.measure import all_groups, one_group
from benchmark.questions.learning.england import england, exchanges
from benchmark.questions.learning.expected import matched_units
from benchmark.questions.learning.improvers import improvers
from benchmark.questions.learning.measure import learning
from benchmark.questions.plan.ground import ground_of
from benchmark.questions.plan.saved import saved_plans
from benchmark.questions.progress.measure import nation, placed_units, progress, progress_of_all_systems
from benchmark.questions.returned.measure import asked_kinds, periods, who_has_returned
from benchmark.questions.spend.amounts import accounts_of
from benchmark.questions.spend.disclosed import disclosed_spend
from benchmark.questions.spend.measure import (
    questions_of,
    spend_and_maturity,
    spend_of_system,
    spend_of_trust,
    spend_returns,
)
from benchmark.questions.systems.groups import groups_side_by_side, shared_words
from benchmark.questions.systems.measure import background, results_by_supplier, side_by_side
from benchmark.questions.trusts.facts import (
    domain_scores,
    doubts_about,
    predecessors,
    targets_of_trust,
    trust_facts,
    trust_places,
)
from benchmark.questions.trusts.measure import (
    among_peers,
    position,
    positions,
    settings_returned,
    supplier_results,
)
from benchmark.questions.trusts.movement import trust_movement
from benchmark.questions.trusts.peers import GROUPS, PeerChoice, checked_names, peers, placed_scores
from benchmark.questions.trusts.search import search, search_index
from benchmark.questions.trusts.similarity import contexts, most_similar, tables_of
from benchmark.questions.trusts.suppliers import suppliers
from benchmark.store.publication import Publication
from tests.unit.questions.frames import SETTINGS, pairs_of

FOOTPRINTS: tuple[Footprint, ...] = ("assessed", "current")
STANDARDS = (
    Standard("floor", 3.0),
    Standard("ics_best"),
    Standard("setting_median"),
    Standard("setting_upper_quartile"),
    Standard("own_target"),
)
FEW = ("QYG", "QF7", "QHL", "QHG")
"""A large system, two of the check figures, and one that ended in 2026; other tests ask all at once."""
SCOPES = (
    *(Scope(code, 2025, "assessed") for code in ("QYG", "QHG")),
    *(Scope(code, 2025, "current") for code in ("QYG", "D7T5G")),
)

ALDER_HEY: dict[str, Any] = {
    "year": 2025,
    "footprint": "assessed",
    "ods_code": "RBS",
    "care_setting": "Acute",
}


def of_systems(measure: Callable[[Publication, Scope], Any]) -> Callable[[Publication], Any]:
    """A measure of one system, asked of some real ones on both footprints."""
    return lambda publication: {scope: measure(publication, scope) for scope in SCOPES}


def without_fictional(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame over all systems, less the rows of the Demonstration ICS and its trusts."""
    codes = [name for name in ("ics_code", "ods_code") if name in frame]
    real = np.logical_and.reduce([~frame[name].astype(str).str.startswith("DEMO") for name in codes])
    return frame[real].reset_index(drop=True)


def real(found: dict[str, Any]) -> dict[str, Any]:
    """What is known by code, less that of fictional organisations."""
    return {code: one for code, one in found.items() if not code.startswith("DEMO")}


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(list(frame.columns)).reset_index(drop=True)


def held(publication: Publication) -> Any:
    scores = unit_pillars(publication, assessment_year=2025, footprint="assessed")
    return [
        in_order(
            without_fictional(hold_to(publication, scores, assessment_year=2025, standard=standard)).drop(
                columns="lone_setting"
            )
        )
        for standard in STANDARDS
    ]


def facts_of_trusts(publication: Publication) -> Any:
    codes = publication.rows("select ods_code from publication.trusts where ods_code like 'RB%' order by 1")
    return [trust_facts(publication, code) for (code,) in codes]


def of_group(publication: Publication, group: str) -> Scope:
    return group_scope(publication, group, year=2025, footprint="assessed")


def real_groups(publication: Publication) -> dict[str, Group]:
    return {code: group for code, group in known_groups(publication).items() if not group.fictional}


def real_of_england(publication: Publication) -> Any:
    return [
        (
            in_order(whole.scores),
            in_order(without_fictional(whole.contexts)),
            in_order(without_fictional(whole.moved)),
            whole.year_from,
            real(whole.members),
        )
        for footprint in FOOTPRINTS
        for whole in [england(publication, year=2025, footprint=footprint, fictional=False)]
    ]


def beside_maturity(publication: Publication, scope: Scope) -> Any:
    spend = spend_of_system(publication, scope, financial_year="2024/25")
    return spend_and_maturity(publication, spend, assessment_year=2025)


def positions_in_every_group(publication: Publication) -> Any:
    """Where two trusts stand, a small one and one of two settings: one against each group of peers."""
    return [
        positions(
            publication,
            year=2025,
            footprint="assessed",
            ods_code=code,
            choice=PeerChoice(group, ("RJR", "RBL")),
            standard=Standard("setting_median"),
        )
        for group, code in zip(GROUPS, cycle(("RBS", "RRF")))
    ]


TODAY = date(2026, 11, 26)


def real_states(found: pd.DataFrame) -> pd.DataFrame:
    """The states of units, those of fictional trusts left out."""
    real = found[~found["ods_code"].str.startswith("DEMO")]
    return real.sort_values(["ods_code", "care_setting"], ignore_index=True)


FIGURES: dict[str, Callable[[Publication], Any]] = {
    "spend.measure.spend_and_maturity": of_systems(beside_maturity),
    "common.completeness.completeness": of_systems(completeness),
    "common.completeness.completeness_of_all_systems": lambda p: [
        completeness_of_all_systems(p, year=year, footprint=footprint)
        for year in (2024, 2025)
        for footprint in FOOTPRINTS
    ],
    "common.completeness.states_of": lambda p: real_states(states_of(p, 2025, "assessed", fictional=False)),
    "common.completeness.such_states": lambda p: real_states(
        such_states(p, 2025, "assessed", fictional=False)
    ),
    "common.completeness.round_received": lambda p: [
        (found.england, dict(sorted(found.settings.items())), {code: found.of(code) for code in FEW})
        for year in (2024, 2025)
        for footprint in FOOTPRINTS
        for found in [round_received(p, year=year, footprint=footprint)]
    ],
    "common.completeness.settings_with_enough": lambda p: sorted(
        settings_with_enough(p, 2024, 2025, kind="overall_comparable")
    ),
    "common.completeness.default_round": lambda p: [default_round(p, ics_code=code) for code in (None, *FEW)],
    "common.completeness.rounds_to_choose": rounds_to_choose,
    "common.completeness.rounds_with_anything": rounds_with_anything,
    "common.resolve.default_round_of_trust": lambda p: default_round_of_trust(
        p, "RBS", fictional=False, footprint="assessed"
    ),
    "common.quality.quality_flags": of_systems(quality_flags),
    "board.pack.board_pack": lambda p: {
        one.key: repr(one) for one in board_pack(p, Choices(SCOPES[1])).sections if one.key != "method"
    },
    "trusts.facts.domain_scores": lambda p: domain_scores(
        p, peers(p, **ALDER_HEY, choice=PeerChoice()), year=2025
    ),
    "evidence.assets.assets": lambda p: vars(assets(p, {"RBS": "Alder Hey", "REM": "Liverpool"})),
    "evidence.assets.assets_rows": lambda p: [
        row for row in assets_rows(p) if not row["ods_code"].startswith("DEMO")
    ],
    "evidence.assets.records_of": lambda p: [
        row for row in records_of(p, "eric_types") if not row["ods_code"].startswith("DEMO")
    ],
    "evidence.measure.published": lambda p: {kind: real(found) for kind, found in published(p).items()},
    "evidence.published_status.published_statuses": lambda p: real(published_statuses(p)),
    "evidence.measure.evidence": lambda p: vars(
        evidence(p, ["RBS", "REM", "RYC"], year=2025, footprint="current")
    ),
    "evidence.measure.evidence_of_system": of_systems(evidence_of_system),
    "learning.england.england": real_of_england,
    "learning.england.exchanges": lambda p: [
        found for found in exchanges(p, year=2025, footprint="assessed") if not found.fictional
    ],
    "conditions.themes.returned_kinds": lambda p: {
        kind: real
        for kind, codes in returned_kinds(p).items()
        if (real := sorted(code for code in codes if not code.startswith("DEMO")))
    },
    "conditions.measure.conditions": of_systems(conditions),
    "common.scope.counterparts": lambda p: {code: counterparts(p, code) for code in ("QJG", "D7T5G", "QYG")},
    "common.scope.trust_names": lambda p: real(trust_names(p, year=2025, footprint="assessed")),
    "common.scope.placements": lambda p: [
        in_order(without_fictional(placements(p, year=2025, footprint=footprint))) for footprint in FOOTPRINTS
    ],
    "common.groups.known_groups": real_groups,
    "common.groups.trusts_of_groups": lambda p: [
        real(found)
        for footprint in FOOTPRINTS
        for found in [trusts_of_groups(p, year=2025, footprint=footprint)]
    ],
    "common.groups.group_scope": lambda p: [of_group(p, code) for code in ("DLN", "REM,RBQ")],
    "common.groups.group_code": lambda p: [group_code(p, group) for group in ("liverpool", "rem rbq")],
    "common.groups.groups_of_trusts": lambda p: groups_of_trusts(p, ["REM"], year=2025, footprint="assessed"),
    "common.groups.names_of_systems": lambda p: real(names_of_systems(p)),
    "common.groups.expected_mergers": expected_mergers,
    "common.groups.is_fictional_group": lambda p: [is_fictional_group(p, code) for code in ("DLN", "REM")],
    "common.groups.kind_of": lambda p: kind_of(p, of_group(p, "LIVERPOOL")),
    "common.groups.overlap_words": lambda p: overlap_words(p, of_group(p, "LIVERPOOL")),
    "common.groups.trusts_held": lambda p: trusts_held(p, of_group(p, "LIVERPOOL")),
    "groups.measure.all_groups": lambda p: vars(all_groups(p, year=2025, footprint="current")),
    "groups.measure.one_group": lambda p: vars(one_group(p, "DLN", year=2025, footprint="current")),
    "systems.groups.groups_side_by_side": lambda p: vars(
        groups_side_by_side(p, kind="provider_group", year=2025, footprint="assessed", standard=Standard())
    ),
    "systems.groups.shared_words": lambda p: shared_words(p, kind="cluster", year=2025, footprint="assessed"),
    "common.scope.unconfirmed_members": of_systems(unconfirmed_members),
    "common.scope.unit_pillars": lambda p: [
        in_order(without_fictional(unit_pillars(p, assessment_year=2025, footprint=footprint)))
        for footprint in FOOTPRINTS
    ],
    "gaps.measure.gaps": lambda p: [
        gaps(p, scope, standard) for scope, standard in zip(cycle(SCOPES), STANDARDS)
    ],
    "gaps.measure.gaps_of_all_systems": lambda p: [
        gaps_of_all_systems(p, year=2025, footprint=footprint, standard=standard)
        for standard, footprint in zip(STANDARDS, cycle(FOOTPRINTS))
    ],
    "gaps.measure.resting_on_trust": lambda p: [
        vars(resting_on_trust(p, gaps(p, SCOPES[0], standard), "RBS")) for standard in STANDARDS[:3]
    ],
    "learning.improvers.improvers": of_systems(improvers),
    "learning.expected.matched_units": lambda p: [
        in_order(without_fictional(matched_units(p, year_from=2024, year_to=2025, footprint=footprint)))
        for footprint in FOOTPRINTS
    ],
    "common.scope.round_before": lambda p: [
        round_before(p, year, fictional=False) for year in (2023, 2024, 2025)
    ],
    "learning.measure.learning": lambda p: [
        learning(p, scope, standard, most=2)
        for scope, standard in zip(SCOPES, cycle((Standard(), Standard("setting_median"))))
    ],
    "trusts.measure.supplier_results": lambda p: supplier_results(p, year=2025, footprint="assessed"),
    "trusts.suppliers.suppliers": lambda p: real(suppliers(p)),
    "trusts.peers.checked_names": lambda p: real(checked_names(p, "RBS", ("RRF", "RJR"))),
    "trusts.peers.peers": lambda p: [
        peers(p, **ALDER_HEY, choice=PeerChoice(group)) for group in ("similar", "england")
    ],
    "trusts.peers.placed_scores": lambda p: [
        in_order(without_fictional(placed_scores(p, year=2025, footprint=footprint).scores))
        for footprint in FOOTPRINTS
    ],
    "plan.ground.ground_of": of_systems(lambda p, scope: ground_of(p, scope, Standard("ics_best"))),
    "trusts.measure.among_peers": lambda p: among_peers(p, **ALDER_HEY, choice=PeerChoice("region")),
    "trusts.measure.position": lambda p: position(
        p, **ALDER_HEY, standard=Standard("setting_upper_quartile")
    ),
    "trusts.measure.positions": positions_in_every_group,
    "trusts.measure.settings_returned": lambda p: [
        settings_returned(p, year=2025, footprint="assessed", ods_code=code) for code in ("RBS", "RRF")
    ],
    "trusts.facts.doubts_about": lambda p: [doubts_about(p, found) for found in positions_in_every_group(p)],
    "trusts.facts.predecessors": lambda p: [
        predecessors(p, year=2025, ods_code=code) for code in ("RW1", "G6V2S")
    ],
    "progress.measure.nation": lambda p: [
        nation(p, year=2025, footprint=footprint, year_from=2024) for footprint in FOOTPRINTS
    ],
    "progress.measure.placed_units": lambda p: [
        in_order(without_fictional(frame))
        for footprint in FOOTPRINTS
        for frame in placed_units(p, year_from=2024, year_to=2025, footprint=footprint)
    ],
    "progress.measure.progress": of_systems(progress),
    "progress.measure.progress_of_all_systems": lambda p: [
        progress_of_all_systems(p, year=2025, footprint=footprint) for footprint in FOOTPRINTS
    ],
    "common.standards.icb_own": of_systems(icb_own),
    "common.standards.national_pillars": lambda p: [
        national_pillars(p, year=year) for year in (2023, 2024, 2025)
    ],
    "common.scope.comparable_pairs": comparable_pairs,
    "common.scope.comparable_rounds": comparable_rounds,
    "common.resolve.resolve_scope": lambda p: [resolve_scope(p, ics=code) for code in FEW],
    "common.resolve.round_for": lambda p: [round_for(p, ics=code, footprint="assessed") for code in FEW],
    "common.scope.rounds": rounds,
    "common.scope.rounds_with_pillars": rounds_with_pillars,
    "common.scope.system_of": of_systems(system_of),
    "common.scope.systems": lambda p: [
        without_fictional(systems(p, year=year, footprint=footprint))
        for year in (2024, 2025)
        for footprint in FOOTPRINTS
    ],
    "plan.saved.saved_plans": lambda p: [found for found in saved_plans(p) if not found.fictional],
    "trusts.search.search": lambda p: [
        [found for found in search(p, text) if not found.fictional]
        for text in ("alder hey", "RBS", "community health", "mental health and community", "DEMO")
    ],
    "trusts.search.search_index": lambda p: [entry for entry in search_index(p) if not entry.match.fictional],
    "systems.measure.background": lambda p: [
        background(p, year=2024, footprint="assessed"),
        background(p, year=2025, footprint="current"),
    ],
    "systems.measure.results_by_supplier": lambda p: results_by_supplier(
        p, side_by_side(p, year=2025, footprint="assessed", standard=Standard())
    ),
    "systems.measure.side_by_side": lambda p: [
        side_by_side(p, year=year, footprint=FOOTPRINTS[place // 2], standard=STANDARDS[place])
        for place, year in enumerate((2024, 2025, 2025))
    ],
    "trusts.similarity.contexts": lambda p: [
        [
            without_fictional(contexts(p, year=year)),
            *(
                without_fictional(pairs_of(tables_of(contexts(p, year=year, care_setting=setting))))
                for setting in SETTINGS
            ),
        ]
        for year in (2024, 2025)
    ],
    "trusts.similarity.most_similar": lambda p: [
        most_similar(p, year=2025, ods_code=code, care_setting="Acute") for code in ("RBS", "RJN", "R0A")
    ],
    "spend.disclosed.disclosed_spend": lambda p: vars(disclosed_spend(p, ["RBS", "REM"])),
    "spend.measure.spend_of_system": of_systems(spend_of_system),
    "spend.measure.spend_of_trust": lambda p: [spend_of_trust(p, code) for code in ("RBS", "G6V2S")],
    "spend.measure.spend_returns": lambda p: spend_returns(p, ["RBS", "REM"]),
    "spend.measure.questions_of": lambda p: questions_of(p, spend_returns(p, ["RBS", "REM"])),
    "common.subject.subject_of": of_systems(subject_of),
    "spend.amounts.accounts_of": lambda p: accounts_of(p, ["RBS", "REM"]),
    "gaps.measure.pillar_spread": of_systems(pillar_spread),
    "common.standards.hold_to": held,
    "common.scope.successions": lambda p: successions(p, assessment_year=2025),
    "trusts.facts.trust_facts": facts_of_trusts,
    "trusts.movement.trust_movement": lambda p: [
        trust_movement(p, year=2025, footprint="assessed", ods_code=code) for code in ("RBS", "RRF")
    ],
    "trusts.facts.targets_of_trust": lambda p: targets_of_trust(p, "RBS"),
    "trusts.facts.trust_places": lambda p: [
        without_fictional(trust_places(p, year=2025, footprint=footprint)) for footprint in FOOTPRINTS
    ],
    "common.resolve.named_trust": lambda p: [named_trust(p, code) for code in ("RBS", "RRU", "G6V2S")],
    "common.resolve.resolve_trust": lambda p: [
        resolve_trust(p, trust=code) for code in ("RBS", "RRU", "G6V2S")
    ],
    "returned.measure.periods": lambda p: [periods(p, kind, today=TODAY) for kind in asked_kinds()],
    "returned.measure.who_has_returned": lambda p: [
        found[~found["fictional"]].drop(columns=["submitted_at"])
        for kind in asked_kinds()
        for found in [
            who_has_returned(
                p, kind, period=(periods(p, kind, today=TODAY) or [None])[0], year=2025, footprint="assessed"
            )
        ]
    ],
}
"""Every function of the measures that reads a publication, by module and name, asked of what is real."""

NOT_ABOUT_FIGURES = {
    "changes.measure.changes": "compares two publications; asked below",
    "common.citation.day_of": "says of which day the figures are",
    "common.groups.nearest_groups": "names the groups that an unknown one may be, fictional ones among them",
    "changes.leads.leads": "gathers the first sentences of pages, whose measures are asked",
    "board.issued.issue": "reads a pack that somebody kept",
    "board.issued.issues": "lists packs that somebody kept",
    "board.letters.letters": "gives trusts letters in place of their names",
    "plan.saved.saved_plan": "shows one plan that somebody saved",
    "returned.measure.effect_on_gaps": "compares two publications; asked below",
    "returned.measure.confirmed_names": "lists what people confirmed, and marks what is fictional",
    "common.subject.sources": "lists the submissions of real organisations or of fictional ones",
    "common.subject.score_returns": "shows where single scores came from",
    "common.subject.replaced": "shows single scores",
    "returned.measure.answers_of_submissions": "lists the answers that came with submissions",
    "returned.measure.standing_submissions": "lists submissions, and marks the fictional ones",
    "returned.measure.submission_log": "lists submissions, and marks the fictional ones",
    "returned.measure.submission_rows": "shows the rows of one submission",
}
