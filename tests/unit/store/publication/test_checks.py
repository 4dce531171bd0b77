"""What a publication is refused for, on tables that hold one wrong row each; and what its derived
tables promise.
"""

from collections.abc import Iterator

import pytest
from duckdb import DuckDBPyConnection as Connection

from benchmark.core.errors import PublicationRefused
from benchmark.store.ledger import writing
from benchmark.store.publication.checks import check_publication, publication_faults
from benchmark.store.publication.derived import derived_tables, read_derived
from benchmark.store.publication.publish import publish
from benchmark.store.storage.database import connect
from benchmark.store.storage.tables import columns
from schemas.kinds import KINDS
from tests.unit.store.invented import scores, submission, submit

CODES = {"ods_code": "trusts", "ics_code": "ics", "member_code": "organisations", "pillar": "pillars"}
A_GROUP_TOO = ("plans", "ics_code")
"""A plan may be a group's, and a group can be withdrawn."""
REFERENCES = [
    (kind, column, table)
    for kind, model in KINDS.items()
    for column in model.model_fields
    for code, table in CODES.items()
    if column.endswith(code) and kind not in (table, "name_aliases") and (kind, column) != A_GROUP_TOO
]
"""Every column that holds another table's code, by its name: a twin of what the models are marked with."""


@pytest.fixture(scope="module")
def made() -> Iterator[Connection]:
    """A publication's tables, all empty; the derived ones as views, which follow what a test puts in."""
    connection = connect()
    for kind, model in KINDS.items():
        listed = ", ".join(f"{name} {sql_type}" for name, sql_type in columns(model).items())
        connection.execute(f"create table {kind} (submission_id integer, line integer, {listed})")
    connection.execute(
        "create table pillars (pillar varchar, position integer, name varchar, weight integer)"
    )
    connection.execute(
        "create table rounds (assessment_year bigint, name varchar, footprint_on date, fictional boolean)"
    )
    connection.execute("create table submissions (submission_id integer, origin varchar)")
    connection.execute(
        "create table unpaired_rounds (kind varchar, assessment_year bigint, fictional boolean)"
    )
    connection.execute("create table trust_heirs (ods_code varchar, heir varchar, since date)")
    connection.execute(
        "create table expected_mergers (ics_code varchar, group_code varchar, group_name varchar)"
    )
    names = "then_name varchar, now_name varchar, then_called varchar, now_called varchar"
    connection.execute(f"create table names_of_rounds (assessment_year bigint, ods_code varchar, {names})")
    for table in derived_tables():
        connection.execute(f"create view {table.name} as {table.query}")
    yield connection
    connection.close()


@pytest.fixture
def database(made: Connection) -> Iterator[Connection]:
    """The same; what a test puts there it takes back."""
    made.execute("begin")
    yield made
    made.execute("rollback")


def faults(database: Connection) -> list[str]:
    """The faults in words."""
    return [f"{fault.table}: {fault.message}" for fault in publication_faults(database)]


def test_empty_tables_have_no_fault(database):
    assert faults(database) == []
    check_publication(database)


class TestCodes:
    @pytest.mark.parametrize(("kind", "column", "table"), REFERENCES)
    def test_an_unknown_code_is_named(self, database, kind, column, table):
        database.execute(f"insert into {kind} by name select 'ZZ9' as {column}")
        assert f"{kind}: {column} not found in {table}: ZZ9" in faults(database)

    def test_the_first_few_of_many_are_named(self, database):
        database.execute("insert into epr_suppliers by name select 'ZZ' || i as ods_code from range(9) t(i)")
        assert "epr_suppliers: ods_code not found in trusts: ZZ0, ZZ1, ZZ2, ZZ3, ZZ4" in faults(database)

    def test_no_code_at_all_is_let_through_where_it_may_be_left_out(self, database):
        database.execute("insert into conditions by name select null as pillar, 2025 as assessment_year")
        assert [fault for fault in faults(database) if "pillar" in fault] == []


class TestRanges:
    @pytest.mark.parametrize(
        ("kind", "column", "value"),
        [
            ("maturity_scores", "score", "0.99"),
            ("maturity_scores", "score", "5.01"),
            ("maturity_scores", "score", "'nan'::double"),
            ("maturity_scores", "score", "null"),
            ("icb_overall_comparable", "score", "5.01"),
            ("own_targets", "target", "0"),
            ("maturity_scores", "assessment_year", "1999"),
            ("it_spend", "it_revenue", "-1"),
            ("it_spend", "it_revenue", "'nan'::double"),
            ("it_spend", "it_revenue", "'infinity'::double"),
            ("trusts", "latitude", "48.9"),
        ],
    )
    def test_a_value_out_of_range_is_counted(self, database, kind, column, value):
        database.execute(f"insert into {kind} by name select {value} as {column}")
        assert [f for f in faults(database) if f.startswith(f"{kind}: 1 values of {column} are not")]

    @pytest.mark.parametrize(
        ("kind", "column", "value"),
        [
            ("maturity_scores", "score", "1"),
            ("maturity_scores", "score", "5"),
            ("trusts", "latitude", "null"),
            ("it_spend", "it_capital", "0"),
        ],
    )
    def test_a_value_in_range_is_not(self, database, kind, column, value):
        database.execute(f"insert into {kind} by name select {value} as {column}")
        assert [fault for fault in faults(database) if f"values of {column} " in fault] == []


class TestKeys:
    @pytest.mark.parametrize("kind", KINDS)
    def test_a_key_given_twice_is_counted(self, database, kind):
        database.execute(f"insert into {kind} by name select i as line from range(2) t(i)")
        key = ", ".join(KINDS[kind].key)
        assert f"{kind}: 1 keys ({key}) occur more than once" in faults(database)

    def test_a_trust_in_two_systems_on_one_day_breaks_the_grain_of_the_view(self, database):
        database.execute("insert into rounds values (2025, 'a round', '2025-12-31', false)")
        database.execute(
            "insert into memberships by name select 'ZZ1' as ods_code, code as ics_code, "
            "date '2022-07-01' as valid_from from (values ('ZZA'), ('ZZB')) t(code)"
        )
        expected = "footprint_memberships: 1 keys (assessment_year, footprint, ods_code) occur more than once"
        assert expected in faults(database)

    def test_all_faults_are_reported_at_once(self, database):
        database.execute("insert into own_targets by name select 'ZZ9' as ods_code, 9 as target")
        with pytest.raises(PublicationRefused, match="fails 2 of its checks") as refusal:
            check_publication(database)
        assert "ZZ9" in str(refusal.value)
        assert "target" in str(refusal.value)


class TestDerivedTables:
    def test_each_states_its_grain_and_a_key_of_its_own_columns(self, database):
        assert len(derived_tables()) >= 6
        for table in derived_tables():
            described = database.execute(f"describe {table.name}").fetchall()
            assert {*table.key} <= {name for name, *_ in described}
            assert table.grain.startswith("one row per ")

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "-- key: a\n-- grain: one row per a\nselect 1 as a",
            "-- grain: one row per a\nselect 1 as a",
            "-- grain: one row per a\n-- key: a; drop table b\nselect 1 as a",
        ],
    )
    def test_one_that_does_not_state_them_is_refused(self, text):
        with pytest.raises(ValueError, match=r"01_broken\.sql must be numbered, and begin with"):
            read_derived("01_broken.sql", text)

    def test_one_without_a_place_in_the_order_is_refused(self):
        with pytest.raises(ValueError, match=r"broken\.sql must be numbered"):
            read_derived("broken.sql", "-- grain: one row per a\n-- key: a\nselect 1 as a")


class TestPillarScores:
    """A pillar's score from its domains, or as it was returned: whichever came last."""

    @pytest.mark.parametrize(
        ("returned", "found"),
        [
            ([(1, "a", 2.0), (2, "b", 3.0), (3, "c", 4.5)], (pytest.approx(9.5 / 3), 3)),
            ([(1, "a", 2.0), (2, None, 4.0)], (4.0, 0)),
            ([(1, "a", 2.0), (2, None, 4.0), (3, "b", 3.0)], (2.5, 2)),
            ([(1, "a", 2.0), (1, None, 4.0)], (2.0, 1)),
        ],
        ids=["of domains", "the whole came later", "a domain came later", "both came in one return"],
    )
    def test_is_the_mean_of_its_domains_or_as_returned_whichever_came_last(self, database, returned, found):
        database.execute("insert into pillars values ('p', 1, 'A pillar', 1)")
        database.execute("insert into trusts by name select 'ZZ1' as ods_code, true as fictional")
        database.executemany(
            "insert into maturity_scores by name select $1 as submission_id, $2 as domain, $3 as score, "
            "2025 as assessment_year, 'ZZ1' as ods_code, 'Acute' as care_setting, 'p' as pillar",
            returned,
        )
        assert database.execute("select score, domains from unit_pillar_scores").fetchall() == [found]

    def test_is_the_same_to_the_last_digit_in_whatever_order_its_domains_come(self, database):
        """0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1, to a computer."""
        found = set()
        database.execute("insert into pillars values ('p', 1, 'A pillar', 1)")
        database.execute("insert into trusts by name select 'ZZ1' as ods_code, true as fictional")
        for order in ("", " desc"):
            database.execute(
                "insert into maturity_scores by name select 1 as submission_id, 2025 as assessment_year, "
                "'ZZ1' as ods_code, 'Acute' as care_setting, 'p' as pillar, 'd' || n as domain, "
                f"n / 10 as score from range(1, 4) as numbers(n) order by n{order}"
            )
            found.update(database.execute("select score, domains from unit_pillar_scores").fetchall())
            database.execute("delete from maturity_scores")
        assert found == {((0.1 + 0.2 + 0.3) / 3, 3)}

    def test_falls_back_when_the_later_return_is_withdrawn(self, settings):
        submit(settings, submission(scores(2.0, domain="a")), submission(scores(4.0)))
        with writing(settings) as ledger:
            ledger.withdraw(5, by="A tester", reason="")
        assert publish(settings).rows(
            "select score, domains from publication.unit_pillar_scores where ods_code = 'ZZ1'"
        ) == [(2.0, 1)]
