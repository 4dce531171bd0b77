"""Where one trust is ahead of another in a publication: within one edition, else nothing is said."""

from dataclasses import replace

import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.core.wording import short_name
from benchmark.questions.evidence.published_status import (
    NOT_PUBLISHED,
    PublishedStatus,
    ahead_words,
    published_statuses,
)
from benchmark.questions.learning.measure import learning
from benchmark.questions.learning.words import reasons

MET = PublishedStatus("2022/23", "standards_met", "2020/21", "2024/25", "electronic")
BEHIND = PublishedStatus("2022/23", "approaching_standards", None, "2024/25", "paper")


def words(own: PublishedStatus, other: PublishedStatus, pillar: str = "safe_practice") -> str:
    return ahead_words(pillar, own=own, other=other, trust="Oak")


def test_who_met_the_standards_is_ahead_of_who_approaches_them():
    assert words(BEHIND, MET) == (
        "has met the data security standards since 2020/21, as the toolkit of 2022/23 has it, "
        "where Oak approaches them"
    )
    just = replace(MET, status="standards_exceeded", met_since="2022/23")
    assert words(BEHIND, just).startswith(
        "has exceeded the data security standards, as the toolkit of 2022/23"
    )
    assert words(replace(BEHIND, status="standards_not_met"), MET).endswith("Oak does not meet them")
    assert words(BEHIND, MET, "smart_foundations") == (
        "has electronic medical records (2024/25), where those of Oak are on paper"
    )


@pytest.mark.parametrize(
    ("own", "other"),
    [
        (MET, MET),
        (BEHIND, BEHIND),
        (MET, BEHIND),
        (NOT_PUBLISHED, MET),
        (BEHIND, NOT_PUBLISHED),
        (replace(BEHIND, status="not_published", record_type="electronic"), MET),
        (replace(BEHIND, edition="2021/22", records_year="2023/24"), MET),
    ],
)
def test_otherwise_there_is_no_clause(own, other):
    assert words(own, other) == "" == words(own, other, "smart_foundations")
    assert words(BEHIND, MET, "well_led") == ""


def test_met_since_is_the_first_edition_without_a_break(publication):
    found = published_statuses(publication)
    assert found["DEMO3"].met_since == "2018/19" and found["DEMO3"].status == "standards_exceeded"
    assert found["DEMO2"].met_since == "2021/22"
    assert found["DEMO4"].met_since is None and found["DEMO6"].met_since is None
    for code, edition, since in publication.rows(
        """
        select ods_code, max(edition), min(edition) filter (
            edition > coalesce(last_gap, '')
        )
        from publication.dspt_status left join (
            select ods_code, max(edition) as last_gap from publication.dspt_status
            where status not in ('standards_met', 'standards_exceeded') group by all
        ) using (ods_code)
        group by all
        """
    ):
        assert (found[code].edition, found[code].met_since) == (edition, since)


def test_peer_learning_gives_it_as_a_reason(publication):
    found = learning(publication, Scope("DEMO", 2025), Standard())
    said = {
        (need.ods_code, candidate.ods_code): reasons(need, candidate, year_from=None)[-1]
        for need in found.needs
        for candidate in need.candidates
        if candidate.published
    }
    assert said
    names = {need.ods_code: short_name(need.trust) for need in found.needs}
    assert all(names[own] in reason for (own, _), reason in said.items())
