"""The reading: what somebody's rights do not give is not in it, whatever is asked."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

from benchmark.core.definitions import policy
from benchmark.core.errors import NotAllowed
from benchmark.core.people import LOCAL_PERSON, Person
from benchmark.core.settings import PROJECT_ROOT, Settings
from benchmark.store.people import decide_peers
from benchmark.store.publication import Publication, open_store, per_publication
from benchmark.store.publication.preview import preview_submitted
from benchmark.store.publication.view import places_of, view_for
from schemas.kinds import KINDS
from tests.restricted import INSIDERS, OUTSIDERS, OWNER, ROWS, SECRET, person, with_secrets

_TABLES = """
    select table_name from duckdb_tables() where database_name = 'publication'
    union all
    select view_name from duckdb_views() where database_name = 'publication' and not internal
    order by 1
"""


@pytest.fixture(scope="module")
def settings(
    published_settings: Settings, publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    return with_secrets(published_settings, tmp_path_factory.mktemp("secrets"))


def tables(reading: Publication) -> Iterator[str]:
    yield from (str(name) for (name,) in reading.rows(_TABLES))


def all_of(reading: Publication) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that can be asked of a reading, but for its own version and the ledger's head."""
    return {
        name: sorted(reading.rows(f"from publication.{name}"), key=repr)
        for name in tables(reading)
        if name != "publication"
    }


def test_every_kind_that_is_about_an_organisation_and_can_be_returned_is_tried() -> None:
    assert {kind for kind in KINDS if policy().data_of(kind) != "reference"} == ROWS.keys()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_what_others_return_changes_nothing_that_can_be_asked(
    who: str, settings: Settings, published_settings: Settings
) -> None:
    """No figure, and no difference of two, can rest on it: all is as if it had never been returned."""
    one = OUTSIDERS[who]
    without, with_it = view_for(published_settings, one), view_for(settings, one)
    before, after = all_of(without), all_of(with_it)
    assert [name for name in before if before[name] != after.get(name)] == []
    assert before.keys() == after.keys()
    assert SECRET.casefold() not in repr(after).casefold()


@pytest.mark.parametrize("who", INSIDERS)
def test_those_whose_it_is_see_it(who: str, settings: Settings) -> None:
    reading = view_for(settings, INSIDERS[who])
    seen = {
        kind for kind in ROWS if any(code == OWNER for code in _codes(reading, kind)) and SECRET not in kind
    }
    hidden = {
        "trust itself": {"icb_maturity_scores", "icb_overall_comparable", "plans", "board_packs"},
        "its analyst": {"icb_maturity_scores", "icb_overall_comparable"},
        "its leader": {"icb_maturity_scores", "icb_overall_comparable"},
        "this computer": {"icb_maturity_scores", "icb_overall_comparable"},
    }[who]
    assert seen == ROWS.keys() - hidden
    legacy = "select max(systems) from publication.conditions where ods_code = $code"
    assert reading.rows(legacy, code=OWNER) == [(31415,)]


def _codes(reading: Publication, kind: str) -> Iterator[str]:
    column = next(
        name
        for name in ("ods_code", "member_code", "subject", "ics_code")
        if name in KINDS[kind].model_fields
    )
    for (found,) in reading.rows(f"select {column} from publication.{kind}"):
        yield from str(found).split(",")


def test_who_was_granted_nothing_is_shown_nothing(settings: Settings) -> None:
    with pytest.raises(NotAllowed, match="was granted nothing"):
        view_for(settings, Person("x", "X"))


def test_the_one_person_at_this_computer_reads_the_file_itself(settings: Settings) -> None:
    assert view_for(settings, LOCAL_PERSON) is open_store(settings)


def test_the_file_is_out_of_reach_of_whoever_may_not_see_all_of_it(settings: Settings) -> None:
    reading = view_for(settings, OUTSIDERS["administrator"])
    known = {name for (name,) in reading.rows("select database_name from duckdb_databases()")}
    assert known == {"publication", "memory", "system", "temp"}
    for statement in (
        f"attach '{reading.file}' as raw (read_only)",
        f"select * from read_blob('{reading.file}')",
        "set enable_external_access = true",
    ):
        with pytest.raises(Exception, match=r"(?i)disabled|locked|cannot"):
            reading.rows(statement)
    left = reading.rows("select table_name from duckdb_tables() where database_name = 'temp'")
    assert left == []


def test_what_is_remembered_of_one_is_told_to_nobody_with_other_rights(settings: Settings) -> None:
    @per_publication
    def counted(publication: Publication) -> int:
        return int(publication.rows("select count(*) from publication.conditions")[0][0])

    everybody = [*OUTSIDERS.values(), *INSIDERS.values()]
    counts = [counted(view_for(settings, one)) for one in everybody]
    assert counts == [
        int(view_for(settings, one).rows("select count(*) from publication.conditions")[0][0])
        for one in everybody
    ]
    # The same rights are one reading: what one of them asked, the other need not wait for.
    again = person("leader", "QYG", number=99)
    assert view_for(settings, again) is view_for(settings, OUTSIDERS["leader of a real system"])


def test_a_preview_of_a_reading_holds_no_more_than_the_reading(settings: Settings) -> None:
    reading = view_for(settings, OUTSIDERS["analyst of the other system"])
    assert SECRET.casefold() not in repr(all_of(preview_submitted(reading, {}))).casefold()


def test_peers_see_each_other_s_returns_where_their_system_decided_so_and_counts_in_bands(
    published_settings: Settings, publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = with_secrets(published_settings, tmp_path_factory.mktemp("decided"))
    one = OUTSIDERS["trust of the other system"]
    count = "select count(*) from publication.it_spend where ods_code = $code"
    assert view_for(settings, one).rows(count, code=OWNER) == [(0,)]
    decide_peers(settings, "DEMO", "names", by=LOCAL_PERSON)
    reading = view_for(settings, one)
    assert reading.rows(count, code=OWNER) == [(4,)]
    legacy = (
        "select item, systems, unsupported from publication.conditions "
        "where ods_code = $code and section = 'legacy_estate' and assessment_year = 2025"
    )
    assert reading.rows(legacy, code=OWNER) == [(None, None, None)]
    bands = "select systems_band, unsupported_band from publication.legacy_bands where ods_code = $code"
    assert reading.rows(f"{bands} and assessment_year = 2025", code=OWNER) == [("1,000 or more",) * 2]
    assert reading.rows(legacy, code="DEMO1")[0][1] is not None
    assert reading.rows(bands, code="DEMO1") == []
    for table in tables(reading):
        assert not re.search(r"\b(31415|27182)\b", repr(reading.rows(f"from publication.{table}")))


OPENS_ALL = {
    "open_store",
    "open_current",
    "open_file",
    "publication_as_at",
    "publish",
    "restricted",
}
"""Functions of the store that give a publication, or a part of it, from which nothing was left out."""
THE_DOORS = {
    "returns/submit/bundled.py": "makes and mends the store as the product starts",
    "returns/submit/following.py": "publishes what another server submitted; shows it to nobody",
    "returns/submit/publishing.py": "publishes what was submitted; receipts name its version",
    "surfaces/cli/people.py": "looks up the code that a grant is for, which is published",
    "surfaces/cli/store.py": "publishes, for an administrator",
    "surfaces/web/shown.py": "asks whether the store is still the one that was shown",
}


def test_nobody_else_opens_a_publication_from_which_nothing_was_left_out() -> None:
    package = PROJECT_ROOT / "benchmark"
    found = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if "store" not in file.relative_to(package).parts[:1]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("benchmark.store.publication")
        if OPENS_ALL & {alias.name for alias in node.names}
    }
    assert found == THE_DOORS.keys()


def test_a_system_s_trusts_are_those_that_it_has_now_with_what_passed_to_them(settings: Settings) -> None:
    trusts = places_of(settings).trusts
    assert trusts["DEMO"] >= {f"DEMO{number}" for number in range(1, 9)}
    everywhere = [trust for system in trusts.values() for trust in system]
    assert len(everywhere) > len(trusts) > 30
