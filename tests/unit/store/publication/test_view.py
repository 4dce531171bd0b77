"""The reading: what somebody's rights do not give is not in it, whatever is asked."""

import ast
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from benchmark.common.scope import Scope, with_group
from benchmark.core.definitions import policy
from benchmark.core.errors import NotAllowed
from benchmark.core.people import LOCAL_PERSON, Person
from benchmark.core.settings import PROJECT_ROOT, Settings
from benchmark.questions.board.choices import Choices
from benchmark.questions.board.issued import for_all_its_readers
from benchmark.store.people import decide_peers
from benchmark.store.publication import Publication, open_store, per_publication
from benchmark.store.publication.preview import preview_submitted
from benchmark.store.publication.rights import rights_of
from benchmark.store.publication.view import (
    earlier_of,
    members_of,
    narrowed,
    places_of,
    restricted,
    view_for,
    with_every_group,
)
from benchmark.store.storage.database import attach, connect, sql
from schemas.kinds import KINDS
from tests.restricted import INSIDERS, OUTSIDERS, OWNER, ROWS, SECRET, person, submit, with_secrets

_TABLES = """
    select table_name from duckdb_tables() where database_name = 'publication'
    union select view_name from duckdb_views() where database_name = 'publication'
    order by 1
"""
_HELD = "select distinct database_name from duckdb_tables()"


@pytest.fixture(scope="module")
def settings(
    published_settings: Settings, publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    return with_secrets(published_settings, tmp_path_factory.mktemp("secrets"))


def tables(reading: Publication) -> Iterator[str]:
    yield from (str(name) for (name,) in reading.rows(_TABLES))


def all_of(reading: Publication) -> dict[str, tuple[object, ...]]:
    """Everything that can be asked of a reading, but for its own version and the ledger's head: of each table
    how many rows it has, and what tells them from all others, in whatever order they come.
    """
    rows = "select count(*), sum(hash(rows::varchar)) from publication.{} as rows"
    return {name: reading.rows(rows.format(name))[0] for name in tables(reading) if name != "publication"}


def telling(reading: Publication) -> set[str]:
    """The tables in which the secret can be read."""
    found = "select count(*) from publication.{} as rows where rows::varchar ilike $word"
    return {
        name for name in tables(reading) if reading.rows(found.format(name), word=f"%{SECRET}%") != [(0,)]
    }


def test_every_kind_that_is_about_an_organisation_and_can_be_returned_is_tried():
    assert {kind for kind in KINDS if policy().data_of(kind) != "reference"} == ROWS.keys()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_what_others_return_changes_nothing_that_can_be_asked(who, settings, published_settings):
    """No figure, and no difference of two, can rest on it: all is as if it had never been returned."""
    one = OUTSIDERS[who]
    without, with_it = view_for(published_settings, one), view_for(settings, one)
    before, after = all_of(without), all_of(with_it)
    assert [name for name in before if before[name] != after.get(name)] == []
    assert before.keys() == after.keys()
    assert telling(with_it) == set()


@pytest.mark.parametrize("who", INSIDERS)
def test_owners_see_their_own_figures(who, settings):
    reading = view_for(settings, INSIDERS[who])
    seen = {
        kind for kind in ROWS if any(code in (OWNER, SECRET.casefold()) for code in _codes(reading, kind))
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
        for name in ("ods_code", "member_code", "subject", "ics_code", "heading")
        if name in KINDS[kind].model_fields
    )
    for (found,) in reading.rows(f"select {column} from publication.{kind}"):
        yield from str(found).split(",")


def test_what_is_kept_for_a_system_s_people_is_made_of_what_they_may_see(settings):
    """Who has two systems keeps a pack of one: its readers may see that one alone."""
    one, other = person("leader", "DEMO"), person("leader", "QYG", number=2)
    of_both = view_for(settings, Person("b", "B", one.grants + other.grants))
    assert narrowed(settings, of_both, ["DEMO"]).key == view_for(settings, one).key != of_both.key
    assert narrowed(settings, open_store(settings), ["DEMO"]) is open_store(settings)


def test_what_is_kept_of_a_trust_in_a_group_is_made_of_that_trust(settings):
    """Its system's people read it, who may see nothing of the group's others."""
    whole = view_for(settings, person("leader", "DEMO"))
    group = Scope("DEMO-MIND", 2025, with_group("assessed", "DEMO-MIND"))
    of_trust = for_all_its_readers(settings, whole, Choices(group, "DEMO4"))
    of_group = for_all_its_readers(settings, whole, Choices(group))
    assert {*_codes(of_trust, "it_spend")} == {"DEMO4"}
    assert {*_codes(of_group, "it_spend")} == {"DEMO3", "DEMO4", OWNER, "DEMO7"}


@pytest.mark.parametrize("who", ["trust of the other system", "leader of a real system"])
def test_a_past_day_and_the_part_of_it_that_a_comparison_takes_hold_no_more(who, settings):
    today = datetime.now(UTC).date()
    reading = view_for(settings, OUTSIDERS[who], day=today)
    assert earlier_of(settings, view_for(settings, OUTSIDERS[who]), today).key == reading.key
    held = {kind: reading.rows(f"from publication.{kind}") for kind in ROWS}
    assert SECRET.casefold() not in repr(held).casefold()
    if who == next(iter(OUTSIDERS)):  # today's is as if nothing had been returned, and so is this
        assert all_of(reading) == all_of(view_for(settings, OUTSIDERS[who]))


def test_a_person_who_grants_groups_sees_all_groups_and_no_other_returns(settings):
    reading = with_every_group(settings)
    held = telling(reading)
    assert "groups" in held
    assert not held & (ROWS.keys() - {"groups"})
    sent = "select distinct kind from publication.submission_log where origin = 'return'"
    assert reading.rows(sent) == [("groups",)]


def test_who_was_granted_nothing_is_shown_nothing(settings):
    with pytest.raises(NotAllowed, match="was granted nothing"):
        view_for(settings, Person("x", "X"))


def test_the_one_person_at_this_computer_reads_the_file_itself(settings):
    assert view_for(settings, LOCAL_PERSON) is open_store(settings)


def test_the_file_is_out_of_reach_of_whoever_may_not_see_all_of_it(settings):
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


def test_what_is_remembered_for_one_reader_is_not_shown_to_others_with_other_rights(settings):
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


def test_a_preview_of_a_reading_holds_no_more_than_the_reading(settings):
    reading = view_for(settings, OUTSIDERS["analyst of the other system"])
    previewed = preview_submitted(reading, {})
    assert all_of(previewed) == all_of(reading)
    assert telling(previewed) == set()
    assert previewed.rows(_HELD) == [("publication",)]  # and no file beside, in which all is


@dataclass(frozen=True)
class Decided:
    """A store whose system lets its trusts see the others by name, with files of several parts.

    own: all DEMO5's, conditions and a heading among them. sent: DEMO5's, by its own people. mixed: of DEMO1
    and of DEMO5. first: DEMO1's. instead: DEMO1's, in the place of one that was of DEMO5 too. plan: of the
    whole system. unsigned: a pack and a target of DEMO5's from before anybody signed in.
    """

    settings: Settings
    own: list[int]
    sent: list[int]
    mixed: list[int]
    first: list[int]
    instead: list[int]
    plan: list[int]
    unsigned: list[list[int]]


@pytest.fixture(scope="module")
def decided(
    published_settings: Settings, publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> Decided:
    settings = with_secrets(published_settings, tmp_path_factory.mktemp("decided"))
    count = "select count(*) from publication.it_spend where ods_code = $code"
    before = view_for(settings, OUTSIDERS["trust of the other system"])
    assert before.rows(count, code=OWNER) == [(0,)]
    decide_peers(settings, "DEMO", "names", by=LOCAL_PERSON)
    mixed = ["own_targets", "it_spend", "column_aliases"]
    enter = partial(submit, show=False)
    unsigned = enter(settings, ["board_packs"], ["own_targets"], by=None)
    (own,) = enter(settings, ["it_spend", "conditions", "column_aliases"])
    (sent,) = enter(settings, ["it_spend"], on_behalf=False)
    (of_two,) = enter(settings, mixed, of={"own_targets": "DEMO1"})
    (first,) = enter(settings, ["own_targets", "column_aliases"], of={"own_targets": "DEMO1"})
    (gone,) = enter(settings, ["own_targets", "it_spend"], of={"own_targets": "DEMO1"})
    (instead,) = enter(settings, ["own_targets"], of={"own_targets": "DEMO1"}, replaces=(gone[0],))
    (plan,) = submit(settings, ["plans"], of={"plans": "DEMO"})
    return Decided(settings, own, sent, of_two, first, instead, plan, unsigned)


LEADER, ANALYST = person("leader", "DEMO"), person("analyst", "DEMO")
TRUST, PEER = INSIDERS["trust itself"], OUTSIDERS["trust of the other system"]
ELSEWHERE = [OUTSIDERS["leader of a real system"], OUTSIDERS["administrator"]]


@pytest.mark.parametrize(
    ("file", "opens", "fetches"),
    [
        ("own", [LEADER, ANALYST, TRUST], [ANALYST]),
        ("sent", [LEADER, ANALYST, TRUST], [ANALYST, TRUST]),
        ("mixed", [LEADER, ANALYST], [ANALYST]),
        ("first", [LEADER, ANALYST, PEER], [ANALYST]),
        ("instead", [LEADER, ANALYST], [ANALYST]),
        ("plan", [LEADER, ANALYST, TRUST, PEER], [LEADER, ANALYST]),
    ],
)
def test_a_file_and_its_parts_are_for_readers_who_may_see_all_organisations_in_it(
    file, opens, fetches, decided
):
    """Peers by name see rows of one another; answers, receipts, findings, headings and bytes hold more."""
    parts: list[int] = getattr(decided, file)
    for one in (LEADER, ANALYST, TRUST, PEER, *ELSEWHERE, *OUTSIDERS.values(), *INSIDERS.values()):
        if one.local:
            continue
        reading = view_for(decided.settings, one)
        may, may_fetch = one in opens, one in fetches
        if one in (INSIDERS["its analyst"], INSIDERS["its leader"]):
            may = file in ("own", "sent")
            may_fetch = may and one.has("analyst")
        if one == OUTSIDERS["analyst of the other system"] or one == OUTSIDERS["leader of the other system"]:
            may, may_fetch = file == "first", file == "first" and one.has("analyst")
        assert [reading.may_open(number) for number in parts] == [may] * len(parts), one
        assert [reading.may_fetch(number) for number in parts] == [may_fetch] * len(parts), one
        for table in ("submission_answers", "confirmed", "column_aliases"):
            held = reading.rows(f"select distinct submission_id from publication.{table}")
            assert may or not {*parts} & {number for (number,) in held}, (table, one)
        log = "select file_name, note, sha256, reason from publication.submission_log"
        found = reading.rows(f"{log} where list_contains($parts, submission_id)", parts=parts)
        assert may or SECRET not in repr(found)


def test_a_pack_that_was_kept_before_people_signed_in_is_shown_to_none_of_them(decided):
    """It was made of all that the store held then. What else was kept is about those who are shown it."""
    (pack,), (target,) = decided.unsigned
    kept = "select count(*) from publication.board_packs where submission_id = $number"
    assert view_for(decided.settings, LOCAL_PERSON).rows(kept, number=pack) == [(1,)]
    for one in (INSIDERS["its leader"], INSIDERS["its analyst"], TRUST, LEADER):
        reading = view_for(decided.settings, one)
        assert reading.rows(kept, number=pack) == [(0,)]
        assert [reading.may_open(pack), reading.may_fetch(pack), reading.may_open(target)] == [
            False,
            False,
            True,
        ]


@pytest.mark.parametrize("one", [TRUST, PEER, LEADER], ids=["its own", "peer", "leader"])
def test_what_replaced_a_heading_is_shown_as_far_as_one_may_open_it(one, decided):
    """All four files confirm the same heading, one after another."""
    found = view_for(decided.settings, one).rows(
        "select submission_id, replaces, state from publication.confirmed where sort = 'heading' order by 1"
    )
    numbers = [number for number, *_ in found]
    assert [before for _, before, _ in found] == [None, *numbers][:-1]
    assert [state for *_, state in found] == ["replaced"] * (len(found) - 1) + ["standing"]
    assert len(found) == {TRUST: 2, PEER: 1, LEADER: 4}[one]


def test_peers_see_each_other_s_returns_where_their_system_decided_so_and_counts_in_bands(decided):
    reading = view_for(decided.settings, OUTSIDERS["trust of the other system"])
    count = "select count(*) from publication.it_spend where ods_code = $code"
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


def test_other_counts_in_the_same_bands_give_a_peer_the_same_reading(decided, tmp_path):
    whole = open_store(decided.settings)
    file = Path(shutil.copy(whole.file, tmp_path / "other.duckdb"))
    connection = connect()
    attach(connection, file, "other")
    connection.execute(
        "update other.conditions set systems = systems + 3, unsupported = unsupported + 2 "
        "where section = 'legacy_estate' and ods_code = $code and systems is not null",
        {"code": OWNER},
    )
    connection.close()
    other, places = replace(whole, file=file, version="other"), places_of(decided.settings)
    for one, same in ((PEER, True), (TRUST, False)):
        rights = rights_of(one, places)
        assert (all_of(restricted(whole, rights)) == all_of(restricted(other, rights))) == same


def test_a_group_that_is_made_again_under_the_same_code_does_not_open_what_was_kept_of_it():
    """A pack was about those who were members then. Others may come and go."""
    connection = connect()
    connection.execute("attach ':memory:' as ledger")
    connection.execute("attach ':memory:' as pub")
    groups = [(1, "Q", "A"), (3, "Q", "B"), (4, "Q", "C")]
    log = [(1, "withdrawn"), (2, "standing"), (3, "withdrawn"), (4, "standing")]
    entries = [(1, 1, "submit"), (2, 2, "submit"), (3, 1, "withdraw"), (4, 3, "submit"), (5, 3, "withdraw")]
    for table, columns, rows in (
        ("ledger.row_groups", "submission_id, group_code, member_code", groups),
        ("ledger.row_board_packs", "submission_id, subject", [(2, "Q")]),
        ("ledger.entry", "entry_id, submission_id, action", [*entries, (6, 4, "submit")]),
        ("pub.submission_log", "submission_id, state", log),
    ):
        values = ", ".join(map(repr, rows))
        connection.execute(f"create table {table} as from (values {values}) as given ({columns})")
    connection.execute(sql("benchmark.store.publication", "ever_members"), [6])
    found = connection.execute("from pub.ever_members").fetchall()
    assert found == [("Q", "A"), ("Q", "C")]


def test_the_members_of_a_group_are_known_from_current_submissions(settings):
    ever = members_of(settings, ["DEMO-Q"])
    assert ever == {OWNER, "DEMO6"} == places_of(settings).groups["DEMO-Q"]


OPENS_ALL = {"open_store", "open_current", "open_file", "publication_as_at", "publish", "restricted"}
"""Functions of the store that give a publication, or a part of it, from which nothing was left out."""
THE_DOORS = {
    "returns/submit/bundled.py": "makes and mends the store as the product starts",
    "returns/submit/following.py": "publishes what another server submitted; shows it to nobody",
    "returns/submit/publishing.py": "publishes what was submitted; receipts name its version",
    "surfaces/server/figures.py": "says how old what is shown is, for who has the administrator's token",
    "surfaces/cli/people.py": "looks up the code that a grant is for, which is published",
    "surfaces/cli/store.py": "publishes, for an administrator",
    "surfaces/web/shown.py": "asks whether the store is still the one that was shown",
}


READS_THE_LEDGER = {
    "questions/returned/page.py": "findings, receipt and file of a submission that the reader may open",
    "returns/check/replacing.py": "submissions to be replaced, which the reader may open",
    "returns/submit/submit.py": "what changed since a check, shown only of what the reader may open",
    "returns/submit/undo.py": "whose a submission is, before it is withdrawn or restored",
    "surfaces/cli/returns.py": "the receipt of a submission that whoever acts may open",
    "surfaces/cli/store.py": "verifies, for an administrator",
    "surfaces/server/figures.py": "counts entries and submissions, for who has the administrator's token",
    "surfaces/web/shown.py": "asks whether the chain goes on from what was shown",
}
"""Who opens the ledger itself, and for what."""


def test_only_a_reader_of_everything_opens_a_complete_publication_or_the_ledger():
    assert importers("benchmark.store.publication", OPENS_ALL) == THE_DOORS.keys()
    assert importers("benchmark.store.ledger.snapshot", {"reading"}) == READS_THE_LEDGER.keys()


def test_what_writes_hands_back_no_publication():
    """What is published is whole: who wrote a part of it reads it by their own rights."""
    for file in (PROJECT_ROOT / "benchmark/returns/submit").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            given = node.returns if isinstance(node, ast.FunctionDef) else None
            if isinstance(node, ast.ClassDef):
                fields = [one.annotation for one in node.body if isinstance(one, ast.AnnAssign)]
            else:
                fields = [given] if given is not None else []
            found = [one for one in fields if re.search(r"\bPublication\b", ast.unparse(one))]
            assert not found or file.name == "bundled.py", (file.name, node)


def importers(module: str, names: set[str]) -> set[str]:
    package = PROJECT_ROOT / "benchmark"
    return {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if "store" not in file.relative_to(package).parts[:1]
        if module in (text := file.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(module)
        if names & {alias.name for alias in node.names}
    }


def test_a_system_s_trusts_are_those_that_it_has_now_with_what_passed_to_them(settings):
    trusts = places_of(settings).trusts
    assert trusts["DEMO"] >= {f"DEMO{number}" for number in range(1, 9)}
    everywhere = [trust for system in trusts.values() for trust in system]
    assert len(everywhere) > len(trusts) > 30


def test_a_trust_that_has_left_a_system_or_has_not_come_yet_is_not_its_own():
    connection = connect()
    connection.execute("attach ':memory:' as publication")
    connection.execute(
        """
        create table publication.memberships as
        select * from (values
            ('Q', 'DEMO1', date '2020-04-01', null), ('Q', 'DEMO2', date '2020-04-01', date '2026-03-31'),
            ('Q', 'DEMO3', date '2026-04-02', null), ('Q', 'DEMO4', date '2026-04-01', date '2026-04-01')
        ) as found (ics_code, ods_code, valid_from, valid_to)
        """
    )
    connection.execute(
        "create table publication.trust_heirs as "
        "from (values ('OLD', 'DEMO1'), ('GONE', 'DEMO3')) as found (ods_code, heir)"
    )
    found = connection.execute(
        sql("benchmark.store.publication", "places"), {"today": date(2026, 4, 1)}
    ).fetchall()
    assert {*found} == {("Q", "DEMO1"), ("Q", "DEMO4"), ("Q", "OLD")}
