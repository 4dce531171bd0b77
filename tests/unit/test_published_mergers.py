"""The published mergers and names of trusts: they fit together, and no return is lost by them."""

from typing import ClassVar

import pytest

from benchmark.store.publication import Publication


class TestMergers:
    """Trusts that passed to others, of those that returned in 2025."""

    MERGED: ClassVar = {
        "RNK": ("2026-03-31", "G6V2S"),
        "RY2": ("2026-03-31", "RWW"),
        "RYV": ("2026-03-31", "RY3"),
        "RVJ": ("2026-06-30", "RA7"),
    }

    def test_a_trust_that_passed_to_another_closed_the_day_before(self, publication: Publication) -> None:
        wrong = publication.rows(
            "select ods_code from publication.trust_successions "
            "inner join publication.trusts using (ods_code) "
            "where closed_on is null or closed_on >= effective_from"
        )
        assert wrong == []
        for code, (last, heir) in self.MERGED.items():
            found = publication.rows(
                "select closed_on::varchar, successor_ods_code, effective_from - closed_on "
                "from publication.trusts inner join publication.trust_successions using (ods_code) "
                "where ods_code = $code",
                code=code,
            )
            assert found == [(last, heir, 1)]

    @pytest.mark.parametrize("footprint", ["assessed", "current"])
    def test_its_returns_stay_in_the_round_in_which_it_returned(
        self, publication: Publication, footprint: str
    ) -> None:
        held = publication.rows(
            "select distinct units.ods_code from publication.units "
            "inner join publication.footprint_memberships using (assessment_year, ods_code) "
            "where assessment_year = 2025 and footprint = $footprint",
            footprint=footprint,
        )
        assert {code for (code,) in held} >= self.MERGED.keys()

    def test_names_follow_each_other_without_a_gap(self, publication: Publication) -> None:
        dated = publication.rows(
            "select former.ods_code, now.valid_from - former.valid_to "
            "from publication.trust_names as former "
            "inner join publication.trust_names as now using (ods_code) "
            "where former.state = 'former' and now.state = 'current' and now.valid_from is not null"
        )
        assert dict(dated) == {"RWW": 1, "RA7": 1, "RY3": 1, "DEMO3": 1}
