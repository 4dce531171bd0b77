"""Who has returned each kind of return, against the tables that the returns came from."""

from datetime import date

import pytest

from benchmark.core.errors import UnknownCode
from benchmark.questions.returned.measure import asked_kinds, periods, who_has_returned
from benchmark.store.publication import Publication

TODAY = date(2026, 11, 26)


def state_of(publication: Publication, kind: str, period: str | None) -> dict[str, tuple[str, str]]:
    found = who_has_returned(publication, kind, period=period, year=2025, footprint="assessed")
    return {row.ods_code: (row.state, row.what) for row in found.itertuples()}


@pytest.mark.parametrize("kind", asked_kinds())
def test_everybody_asked_is_in_the_table_once_and_those_with_rows_returned(kind, publication):
    asked = asked_kinds()[kind]
    code = "ics_code" if asked.of_boards else "ods_code"
    rows = publication.frame(f"select * from publication.{kind}")
    for period in periods(publication, kind, today=TODAY, fictional=True) or [None]:
        found = who_has_returned(publication, kind, period=period, year=2025, footprint="assessed")
        assert not found["ods_code"].duplicated().any()
        assert len(found) == (43 if asked.of_boards else 213)
        assert set(found["state"]) <= {"returned", "missing"}
        here = found["state"] == "returned"
        assert found.loc[here, ["submission_id", "file_name", "submitted_by", "what"]].notna().all(axis=None)
        assert found.loc[~here, "submission_id"].isna().all()
        assert found["fictional"].is_monotonic_increasing
        own = rows if period is None else rows[rows[asked.period].astype(str) == period]
        assert {*found.loc[here, "ods_code"]} == {*own[code]} & {*found["ods_code"]}


def test_the_amount_returned_is_given_in_its_own_measure(publication):
    assert state_of(publication, "conditions", "2025")["DEMO1"] == ("returned", "5 of 5 sections")
    assert state_of(publication, "it_spend", "2024/25")["DEMO1"] == ("returned", "1 row")
    assert state_of(publication, "it_spend", "2024/25")["DEMO5"][0] == "missing"
    assert state_of(publication, "maturity_scores", "2025")["RBS"] == ("returned", "7 of 7 pillars")
    assert state_of(publication, "maturity_scores", "2025")["RVN"][0] == "missing"


@pytest.mark.parametrize(
    ("day", "newest"), [(date(2026, 3, 31), "2024/25"), (date(2026, 4, 1), "2025/26"), (TODAY, "2025/26")]
)
def test_the_year_that_ended_last_can_be_asked_for(day, newest, publication):
    assert periods(publication, "it_spend", today=day)[-1] == newest


def test_rounds_of_the_demonstration_are_offered_only_for_it(publication):
    assert periods(publication, "conditions", today=TODAY) == ["2024", "2025"]
    assert periods(publication, "conditions", today=TODAY, fictional=True) == ["2023", "2024", "2025"]
    assert periods(publication, "own_targets", today=TODAY) == []


def test_reference_data_are_asked_of_no_organisation(publication):
    with pytest.raises(UnknownCode, match="no return of the kind trusts"):
        who_has_returned(publication, "trusts", period=None, year=2025, footprint="assessed")
