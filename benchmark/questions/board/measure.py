"""The material of a pack's sections: each question's own measure, asked once. Nothing is computed here."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import pandas as pd

from benchmark.common.citation import day_of
from benchmark.common.completeness import completeness
from benchmark.common.scope import round_before, system_of
from benchmark.common.subject import COMPARABLE, MATURITY_SCORES, Subject, subject_of
from benchmark.core.wording import plural
from benchmark.questions.board.choices import Choices
from benchmark.questions.changes.measure import Changes, changes
from benchmark.questions.conditions.coverage import Coverage, coverage
from benchmark.questions.conditions.measure import Conditions, conditions, of_trust
from benchmark.questions.evidence.measure import Evidence, evidence, evidence_of_system
from benchmark.questions.gaps.measure import Gaps, gaps
from benchmark.questions.learning.measure import Learning, concerning, learning
from benchmark.questions.plan.ground import ground_of
from benchmark.questions.plan.measure import Planned, planned
from benchmark.questions.plan.saved import saved_plan
from benchmark.questions.progress.measure import Progress, progress
from benchmark.questions.spend.measure import (
    Spend,
    SpendAndMaturity,
    spend_and_maturity,
    spend_of_system,
    spend_of_trust,
)
from benchmark.questions.trusts.facts import TrustFacts, trust_facts
from benchmark.questions.trusts.measure import Position, positions
from benchmark.questions.trusts.movement import TrustMovement, trust_movement
from benchmark.store.publication import Publication, per_publication

_gaps = per_publication(gaps)
_progress = per_publication(progress)
_spend = per_publication(spend_of_system)
_conditions = per_publication(conditions)
_learning = per_publication(learning)
_completeness = per_publication(completeness)


@dataclass(frozen=True)
class Matter:
    """The subject of a pack and its measures. Each measure is asked when a section first needs it.

    earlier: the publication of the day to compare with; None if no day was chosen.
    """

    publication: Publication
    choices: Choices
    earlier: Publication | None = None

    @cached_property
    def fictional(self) -> bool:
        """Whether the organisations are fictional."""
        return system_of(self.publication, self.choices.scope).fictional

    @cached_property
    def system(self) -> Subject:
        """The system or group, with the sources of its scores."""
        return subject_of(
            self.publication,
            self.choices.scope,
            MATURITY_SCORES,
            COMPARABLE,
            years=() if self.year_from is None else (self.year_from,),
            standard=self.choices.standard,
        )

    @cached_property
    def subject(self) -> Subject:
        """The trust if the pack is about one, else the system."""
        if self.choices.trust is None:
            return self.system
        return self.system.trust(self.choices.trust, self.facts.name)

    @cached_property
    def facts(self) -> TrustFacts:
        """The facts of the trust. Raises UnknownCode for an unknown trust."""
        assert self.choices.trust is not None
        return trust_facts(self.publication, self.choices.trust)

    @cached_property
    def year_from(self) -> int | None:
        """The round before; None if there is none to compare with."""
        return round_before(self.publication, self.choices.scope.assessment_year, fictional=self.fictional)

    @cached_property
    def gaps(self) -> Gaps:
        return _gaps(self.publication, self.choices.scope, self.choices.standard)

    @cached_property
    def progress(self) -> Progress | None:
        """None without an earlier round."""
        return None if self.year_from is None else _progress(self.publication, self.choices.scope)

    @cached_property
    def spend(self) -> Spend:
        """The spend of the whole system: a trust is shown among the others."""
        return _spend(self.publication, self.choices.scope)

    @cached_property
    def own_spend(self) -> Spend:
        """The trust's spend, or the system's if the pack is about a system."""
        if self.choices.trust is None:
            return self.spend
        return spend_of_trust(self.publication, self.choices.trust)

    @cached_property
    def beside_maturity(self) -> SpendAndMaturity | None:
        """Spend beside maturity; None if no trust returned spend."""
        year = self.choices.scope.assessment_year
        return spend_and_maturity(self.publication, self.spend, assessment_year=year)

    @cached_property
    def conditions(self) -> Conditions:
        whole = _conditions(self.publication, self.choices.scope)
        members = set(whole.members["ods_code"])
        trust = self.choices.trust
        return of_trust(whole, trust if trust in members else None)

    @cached_property
    def coverage(self) -> Coverage:
        return coverage(self.gaps, self.conditions)

    @cached_property
    def learning(self) -> Learning:
        """The system's needs, or those that concern the trust."""
        whole = _learning(self.publication, self.choices.scope, self.choices.standard)
        if self.choices.trust is None:
            return whole
        return concerning(whole, self.choices.trust, self.subject.name)

    @cached_property
    def evidence(self) -> Evidence:
        scope = self.choices.scope
        if self.choices.trust is None:
            return evidence_of_system(self.publication, scope)
        return evidence(
            self.publication,
            [self.choices.trust],
            year=scope.assessment_year,
            footprint=scope.footprint,
            fictional=self.fictional,
        )

    @cached_property
    def changes(self) -> Changes | None:
        """Differences since the earlier day for the system or the trust; None if no day was chosen."""
        if self.earlier is None:
            return None
        choices = self.choices
        differences = changes(
            self.earlier, self.publication, choices.scope, standard=choices.standard, trust=choices.trust
        )
        return differences if choices.trust is None else replace(differences, subject=self.subject)

    @property
    def day(self) -> date | None:
        """The day of the figures: the past day that is shown, else the day of the last entry."""
        return day_of(self.publication)

    @cached_property
    def returned(self) -> pd.DataFrame:
        """Completeness rows of the system or the trust: each expected return, and whether it was received."""
        states = _completeness(self.publication, self.choices.scope)
        if self.choices.trust is None:
            return states
        return states[states["ods_code"] == self.choices.trust]

    @cached_property
    def missing(self) -> pd.DataFrame:
        """The expected returns that were not received."""
        return self.returned[self.returned["state"] == "missing"]

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """The trust in each of its care settings."""
        scope = self.choices.scope
        assert self.choices.trust is not None
        return positions(
            self.publication,
            year=scope.assessment_year,
            footprint=scope.footprint,
            ods_code=self.choices.trust,
            standard=self.choices.standard,
        )

    @cached_property
    def trust_movement(self) -> TrustMovement:
        scope = self.choices.scope
        assert self.choices.trust is not None
        return trust_movement(
            self.publication,
            year=scope.assessment_year,
            footprint=scope.footprint,
            ods_code=self.choices.trust,
            fictional=self.fictional,
        )

    @cached_property
    def plan(self) -> Planned | None:
        """The outcome of the chosen plan; None if none was chosen. Raises UnknownCode for an unknown plan."""
        if not self.choices.plan:
            return None
        saved = saved_plan(self.publication, ics_code=self.choices.scope.ics_code, name=self.choices.plan)
        return planned(ground_of(self.publication, saved.plan.scope, saved.plan.standard), saved.plan)

    @cached_property
    def rests_on(self) -> str:
        """The publications and returns that the scores come from, in one line."""
        returns = self.system.rests_on.returns
        if not self.choices.anonymise or not returns:
            return self.system.source()
        # File and sender names could reveal the trust, so only the number of returns is given.
        unnamed = replace(self.system, rests_on=replace(self.system.rests_on, returns=()))
        return f"{unnamed.source()} With {plural(len(returns), 'return')} submitted here."
