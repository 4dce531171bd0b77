"""Commands where people sign in: each acts as somebody, and gives and does no more than they may."""

import re
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from benchmark.common.scope import Scope, with_group
from benchmark.core import people
from benchmark.core.errors import NotAllowed
from benchmark.core.people import LOCAL_PERSON, Person, acting
from benchmark.core.settings import MODE_VARIABLE, SHARED_MODE, Settings
from benchmark.documents.issues import facts
from benchmark.questions.board.choices import Choices
from benchmark.questions.board.issued import for_all_its_readers, issues, keep
from benchmark.questions.board.pack import board_pack
from benchmark.returns import CheckedReturn, check_return, submit_return
from benchmark.returns.check.replacing import Replacing
from benchmark.returns.submit.act import act
from benchmark.returns.submit.submit import SAME_FILE, changed_meanwhile, changes_in_words
from benchmark.returns.submit.undo import change_standing
from benchmark.store import people as of_people
from benchmark.store.ledger.snapshot import reading
from benchmark.store.people import audit, end_grant, give_grant, grants, person_for
from benchmark.store.publication import Publication
from benchmark.store.publication.view import view_for
from benchmark.store.storage.lock import LOCK_SECONDS
from benchmark.surfaces.cli.options import OPERATOR_VARIABLE
from benchmark.surfaces.cli.people import _giver
from tests.restricted import (
    FIRST,
    INSIDERS,
    OUTSIDERS,
    OWNER,
    SECOND,
    SECRET,
    SECRET_PATTERN,
    grant_all,
    person,
    with_secrets,
)
from tests.unit.conftest import Finished, Run
from tests.unit.questions.answers import csv_rows
from tests.unit.surfaces.cli.every_command import ANSWERS, of_the_demonstration

FOUND = re.compile(rf"(?i){SECRET}|(?<![\d.])({SECRET_PATTERN})")
OUTSIDE = OUTSIDERS["trust of the other system"]
INSIDE = INSIDERS["trust itself"]


OPERATORS = ("t1", "a1", "admin")
"""Who may see nothing of what DEMO5 returned."""


@pytest.fixture(scope="module")
def store(
    published_settings: Settings, publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """With two people of trusts, an analyst of each half, a leader and an administrator."""
    settings = with_secrets(published_settings, tmp_path_factory.mktemp("somebody"))
    people = {**OUTSIDERS, **INSIDERS}
    own = {"trust of the other system": "t1", "trust itself": "t5", "administrator": "admin"}
    own |= {"analyst of the other system": "a1", "its analyst": "a5", "its leader": "l5"}
    renamed = [type(one)(own[name], one.name, one.grants) for name, one in people.items() if name in own]
    grant_all(settings, renamed)
    return settings


@pytest.fixture
def shared(store: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv(MODE_VARIABLE, SHARED_MODE)
    monkeypatch.delenv(OPERATOR_VARIABLE, raising=False)
    return store


@pytest.fixture
def run_as(run: Run, shared: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on that store as one of them."""

    def run_as(who: str, *arguments: object) -> Finished:
        monkeypatch.setenv(OPERATOR_VARIABLE, who)
        return run(*arguments, "--store", shared.store)

    return run_as


def test_without_a_name_a_shared_product_answers_nothing(run, shared):
    for said in (["gaps", "--ics", "DEMO"], ["export", "conditions"], ["submissions"], ["grants"], ["audit"]):
        done = run(*said, "--store", shared.store)
        assert (done.exit_code, done.out) == (2, "")
        assert "needs to know who runs it" in done.err


def test_who_was_granted_nothing_gets_nothing(run_as):
    done = run_as("nobody", "export", "conditions")
    assert (done.exit_code, done.out) == (2, "") and "was granted nothing" in done.err


def test_at_one_person_s_own_computer_nothing_is_asked(store):
    assert acting(store) is LOCAL_PERSON


def test_every_table_is_exported_without_what_others_returned(run_as):
    """Each to one of them; what their readings hold is asked of all tables and all people in test_view."""
    tables = ("conditions", "it_spend", "own_targets", "peer_exchange", "submission_log", "confirmed",
              "board_packs", "plans", "groups", "unit_pillar_scores", "replaced_published")  # fmt: skip
    for place, table in enumerate(tables):
        done = run_as(OPERATORS[place % len(OPERATORS)], "export", table)
        assert done.exit_code == 0 and not FOUND.search(done.out), table


def test_the_owner_s_own_export_holds_it(run_as):
    for table in ("conditions", "it_spend", "own_targets", "submission_log"):
        assert FOUND.search(run_as("t5", "export", table).out), table


@pytest.mark.parametrize("place", range(len(ANSWERS)), ids=lambda place: " ".join(ANSWERS[place]))
def test_every_answer_is_without_what_others_returned(place, run_as):
    said = ANSWERS[place]
    commands = sorted({name for name, *_ in ANSWERS})
    who = OPERATORS[commands.index(said[0]) % len(OPERATORS)]
    done = run_as(who, *of_the_demonstration(said), "--format", ("json", "csv")[place % 2])
    assert done.exit_code == 0, done.err
    assert not FOUND.search(done.out)


def test_a_pack_about_another_holds_nothing_that_it_returned(run_as):
    for who, may in (("a1", False), ("t5", True)):
        done = run_as(who, "report", "--trust", OWNER, "--format", "html")
        assert bool(FOUND.search(done.out)) == may, (who, done.err)


def test_where_every_administrator_s_grant_has_run_out_who_can_open_the_files_gives_the_next(
    store, monkeypatch
):
    monkeypatch.setenv(MODE_VARIABLE, SHARED_MODE)
    (given,) = person("administrator").grants
    monkeypatch.setattr(of_people, "grants", lambda _: [replace(given, ends=given.starts)])
    assert _giver(store, "administrator").subject.startswith("user:")
    with pytest.raises(NotAllowed, match="Nobody is an administrator"):
        _giver(store, "leader")


def test_a_receipt_is_for_the_owners_of_the_return(run_as):
    log = csv_rows(run_as("t5", "export", "submissions").out.partition("\r\n")[2])
    (number,) = [
        row["submission_id"] for row in log if (row["kind"], row["origin"]) == ("conditions", "return")
    ]
    done = run_as("t1", "receipt", number)
    assert (done.exit_code, done.out) == (2, "")
    assert SECRET in run_as("t5", "receipt", number).out


TARGET = "ODS code,Care setting,Pillar,Target,Reason\n{code},Acute,Well Led,3.5,Because we can\n"


@pytest.mark.parametrize(
    ("who", "code", "may"),
    [
        ("t1", "DEMO1", True),
        ("t1", "DEMO5", False),
        ("a1", "DEMO2", True),
        ("l5", "DEMO5", False),
        ("admin", "DEMO5", False),
    ],
)
def test_the_rows_decide_who_may_submit(who, code, may, run_as, shared, tmp_path_factory):
    file = tmp_path_factory.mktemp("file") / "return.csv"
    file.write_text(TARGET.format(code=code))
    done = run_as(who, "submit", file, "--by", "Somebody Else", "--note", "First")
    last = audit(shared).iloc[-1]
    if may:
        assert done.exit_code == 0, done.err
        submitted = audit(shared).query("action == 'submit'").iloc[-1]
        assert submitted["subject"] == submitted["made_by"] == who  # no name that somebody typed
        assert submitted["on_behalf"] == ("" if who == "t1" else code)
    else:
        assert done.exit_code == 2 and "Nothing was changed" in done.err
        assert (last["subject"], last["action"], last["outcome"]) == (who, "write", "refused")


def test_only_an_administrator_grants_publishes_backs_up_and_reads_the_audit(run_as, tmp_path_factory):
    file = tmp_path_factory.mktemp("backup") / "ledger.zip"
    for who, said in (
        ("t1", ["grant", "x", "--role", "administrator"]),
        ("a1", ["grants"]),
        ("l5", ["end-grant", "40", "--reason", "no"]),
        ("t1", ["peers-shown", "DEMO", "names"]),
        ("a1", ["audit"]),
        ("l5", ["publish"]),
        ("t1", ["backup", file]),
        ("a1", ["verify"]),
        ("l5", ["grant", "x", "--role", "administrator"]),
    ):
        done = run_as(who, *said)
        assert (done.exit_code, done.out) == (2, ""), (who, said)
    assert not file.exists()


def test_an_administrator_gives_and_ends_grants(run_as, shared):
    for said in (
        ["grant", "new", "--role", "analyst", "--ics", "QYG", "--ends", "2999-03-31"],
        ["grant", "new", "--role", "trust", "--trust", "DEMO1"],
        ["grant", "new", "--role", "leader", "--group", "DEMO-Q"],
    ):
        assert run_as("admin", *said).exit_code == 0, said
    *_, analyst, trust, leader = grants(shared)
    assert (analyst.scope, trust.scope, leader.scope) == ("ics:QYG", "trust:DEMO1", "group:DEMO-Q")
    assert leader.codes == {"DEMO5", "DEMO6"} and analyst.given_by == "admin"
    done = run_as("admin", "end-grant", analyst.grant_id, "--reason", "left")
    assert done.exit_code == 0 and "ended" in done.out
    for wrong in (
        ["--role", "trust", "--ics", "QYG"],
        ["--role", "analyst"],
        ["--role", "administrator", "--ics", "QYG"],
        ["--role", "leader", "--ics", "NOWHERE"],
    ):
        assert run_as("admin", "grant", "new", *wrong).exit_code == 2
    listed = run_as("admin", "grants").out
    assert "new is analyst of ics:QYG" in listed and "ended" in listed
    output = run_as("admin", "audit", "--format", "json").out
    assert '"action": "grant"' in output and '"subject": "admin"' in output


GROUP = (
    "group_code,group_name,group_kind,member_code,valid_from,source\n"
    "{code},Our group,provider_group,{member},2024-04-01,Board\n"
)


def test_only_a_person_who_may_write_for_all_members_joins_or_changes_a_group(run_as, tmp_path_factory):
    file = tmp_path_factory.mktemp("group") / "groups.csv"
    said = ["submit", file, "--by", "x", "--note", "x", "--answer", "group_of_one=As agreed"]
    for code, member, may in (("DEMO-Q", "DEMO1", False), ("OURS", "DEMO5", False), ("OURS", "DEMO1", True)):
        file.write_text(GROUP.format(code=code, member=member))
        done = run_as("a1", *said)
        assert (done.exit_code == 0) == may, done.err
        assert may or "may not change this" in done.err
        assert "DEMO5" not in done.err and "DEMO6" not in done.err  # a code that is guessed tells nothing


def test_the_effects_of_a_withdrawal_are_shown_by_the_rights_of_who_withdraws(
    run_as, shared, tmp_path_factory
):
    """DEMO5's score, which they do not see, changed nothing of theirs."""
    file = tmp_path_factory.mktemp("own") / "own.csv"
    file.write_text(TARGET.format(code="DEMO1").replace("Because we can", "To be withdrawn"))
    done = run_as("t1", "submit", file, "--by", "x", "--note", "Own")
    assert done.exit_code == 0, done.err
    log = "select max(submission_id) from publication.submission_log where kind = 'own_targets'"
    ((number,),) = view_for(shared, OUTSIDE).rows(log)
    done = run_as("t1", "withdraw", number, "--reason", "A slip")
    assert done.exit_code == 0, done.err
    assert "No system's gap to" in done.out


@pytest.fixture
def acts_as(shared: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[Person], None]:
    def act_as(who: Person) -> None:
        monkeypatch.setattr(people, "_who_acts", [lambda _: who])

    return act_as


def checked_targets(settings: Settings, who: Person, code: str = OWNER) -> CheckedReturn:
    reading = view_for(settings, who)
    content = TARGET.format(code=code).replace("Because", f"For {code} because")
    return check_return(content.encode(), "targets.csv", publication=reading)


def test_changes_since_a_check_are_shown_only_as_far_as_one_may_open_them(store):
    since = replace(checked_targets(store, INSIDE), ledger_entry=0)
    row = since.tables[0].table.set_column(4, "target", [[4.9]])
    since = replace(since, tables=(replace(since.tables[0], table=row),))
    known = changed_meanwhile(store, since, view_for(store, INSIDE))
    assert SECRET in changes_in_words(known)
    assert changed_meanwhile(store, since, view_for(store, OUTSIDE)) == []


def test_a_refusal_does_not_wait_for_the_ledger_that_it_holds_itself(store, acts_as):
    """Who would take the place of another's submission is refused at once, and that is entered."""
    (number,) = view_for(store, INSIDERS["its leader"]).rows(
        "select max(submission_id) from publication.submission_log where kind = 'board_packs'"
    )[0]
    with reading(store) as ledger:
        theirs = ledger.submission(number)
    acts_as(INSIDE)
    checked = checked_targets(store, INSIDE)
    instead = Replacing((theirs,), {}, {}, view_for(store, INSIDE))
    started = time.monotonic()
    with pytest.raises(NotAllowed, match="may not change this"):
        submit_return(store, replace(checked, replacing=instead), by="x", note="x")
    assert time.monotonic() - started < LOCK_SECONDS / 2
    assert audit(store).iloc[-1]["outcome"] == "refused"


def test_the_replacement_of_one_s_own_file_is_one_s_own_too(store, acts_as):
    target = "select min(submission_id) from publication.submission_log where kind = 'own_targets'"
    ((theirs,),) = view_for(store, INSIDE).rows(f"{target} and origin = 'return'")
    acts_as(OUTSIDE)
    checked = checked_targets(store, OUTSIDE, "DEMO1")
    own = submit_return(store, checked, by="x", note="x", publish_now=False).number
    with pytest.raises(NotAllowed, match="may not change this"):
        change_standing(store, own, standing=False, by="x", reason="x", replaced_by=theirs)
    assert change_standing(store, own, standing=False, by="x", reason="x").submission.state == "withdrawn"


def test_whose_grant_was_ended_meanwhile_submits_and_withdraws_no_more(store, acts_as):
    """A file waits for the ledger for up to a minute, and a server hears of another's a moment later."""
    give_grant(store, "late", "trust", "trust:DEMO2", codes=["DEMO2"], by=LOCAL_PERSON)
    late = person_for(store, "late", "L. Late")
    acts_as(late)
    own = submit_return(
        store, checked_targets(store, late, "DEMO2"), by="x", note="x", publish_now=False
    ).number
    checked = checked_targets(store, late, "DEMO2")
    end_grant(store, late.grants[0].grant_id, by=LOCAL_PERSON, reason="left")
    with pytest.raises(NotAllowed, match="a grant has ended"):
        submit_return(store, checked, by="x", note="x", answers=dict.fromkeys([SAME_FILE], "once more"))
    with pytest.raises(NotAllowed, match="a grant has ended"):
        change_standing(store, own, standing=False, by="x", reason="x")
    assert audit(store).iloc[-1]["action"] == "end_grant"


def test_others_files_and_published_data_cannot_be_withdrawn_or_replaced(run_as, shared):
    log = "select min(submission_id) from publication.submission_log where kind = $kind and origin = $origin"
    whole = view_for(shared, LOCAL_PERSON)
    ((theirs,),) = whole.rows(log, kind="it_spend", origin="return")
    ((published,),) = whole.rows(log, kind="maturity_scores", origin="published")
    for who, said in (
        ("t1", ["withdraw", theirs]),
        ("a1", ["withdraw", theirs]),
        ("l5", ["withdraw", theirs]),
        ("t1", ["restore", theirs]),
        ("a1", ["withdraw", theirs, "--replaced-by", published]),
        ("t1", ["withdraw", published, "--replaced-by", theirs]),
        ("l5", ["withdraw", published]),
    ):
        done = run_as(who, *said, "--reason", "A slip")
        assert (done.exit_code, done.out) == (2, ""), (who, said)
        assert SECRET not in done.err
    assert view_for(shared, LOCAL_PERSON).version == whole.version


def test_a_kept_pack_of_a_trust_in_a_group_tells_its_own_people_nothing_of_the_others(store, acts_as):
    whole = person("leader", "DEMO")
    acts_as(whole)
    group = Scope("DEMO-MIND", 2025, with_group("assessed", "DEMO-MIND"))
    choices = Choices(group, "DEMO4", sections=("spend",), name="Ours")
    all_of_it = view_for(store, whole)
    reading = for_all_its_readers(store, all_of_it, choices)
    keep(store, reading, choices, board_pack(reading, choices), by="x")
    of_one = view_for(store, person("leader", "DEMO4", scope="trust:DEMO4"))
    for reader in (of_one, view_for(store, OUTSIDERS["analyst of the other system"])):
        (kept,) = issues(reader, "DEMO4")
        assert kept.facts == facts(board_pack(of_one, choices))
    assert kept.facts != facts(board_pack(all_of_it, choices))


def test_a_group_is_changed_by_who_may_write_for_all_its_members_also_by_a_withdrawal(
    run, store, acts_as, tmp_path_factory
):
    of_all = person("analyst", *FIRST, *SECOND, scope="group:DEMO-Q")
    acts_as(of_all)
    file = tmp_path_factory.mktemp("group") / "groups.csv"
    file.write_text(
        GROUP.format(code="DEMO-Q", member="DEMO1").replace("Our", SECRET).replace("Group", "group")
    )
    done = run("submit", file, "--by", "x", "--note", "x", "--store", store.store)
    assert done.exit_code == 0, done.err
    last = "select max(submission_id) from publication.submission_log where kind = 'groups'"
    ((number,),) = view_for(store, LOCAL_PERSON).rows(last)
    acts_as(OUTSIDERS["analyst of the other system"])
    with pytest.raises(NotAllowed, match="may not change this"):
        change_standing(store, number, standing=False, by="x", reason="x")
    acts_as(of_all)
    assert change_standing(store, number, standing=False, by="x", reason="x").submission.state == "withdrawn"


def test_a_plan_of_a_group_is_written_by_who_was_granted_all_its_members(store, acts_as):
    members = ("DEMO3", "DEMO4", "DEMO5", "DEMO7")
    acts_as(person("analyst", *members[:3], scope="group:DEMO-MIND"))
    with pytest.raises(NotAllowed, match="DEMO-MIND"):
        act(store, {"plans": ["DEMO-MIND"]})
    acts_as(person("analyst", *members, scope="group:DEMO-MIND"))
    act(store, {"plans": ["DEMO-MIND"]})
