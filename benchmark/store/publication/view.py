"""A person's view: a copy of the publication that holds only what this person may see.

On a computer without sign-in it is the publication's own file. In shared mode it is a database in memory,
filled once for each publication and set of rights. Rows that the policy does not allow are left out, counts
that it allows in bands are replaced by bands, and everything computed is computed again from the rows that
remain. So no figure, and no difference of two figures, rests on a row that the person may not see.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

import duckdb

from benchmark.core.definitions import policy
from benchmark.core.errors import NotAllowed
from benchmark.core.moments import utc_today
from benchmark.core.people import Person
from benchmark.core.policy import EVERYBODY, Places
from benchmark.core.settings import Settings
from benchmark.store.people import peers_decided
from benchmark.store.publication.bands import LEGACY_BANDS, band_of
from benchmark.store.publication.past import publication_as_at, publication_of
from benchmark.store.publication.publish import following_steps
from benchmark.store.publication.reader import Publication, answers_of, open_store, per_publication
from benchmark.store.publication.rights import BANDED, Rights, code_column, rights_of
from benchmark.store.storage.database import attach, connect, sql
from schemas.kinds import KINDS

KEPT: Final = 32
"""Views of one publication kept in memory, some megabytes each: enough for the people of a system."""
NOT_SHOWN: Final = "(not shown)"
"""Shown instead of the name of a file that the reader may not open, as a person chose that name."""
_WHOLE: Final = "submission_id in (select submission_id from seen_submissions where whole)"
_PUB = re.compile(r"\bpub\.")


def view_for(settings: Settings, person: Person, *, day: date | str | None = None) -> Publication:
    """The publication in use, or the one of a past day or a name, restricted to what a person may read.

    The rights are today's, also for a past day. Raises NotAllowed if the person has no grant.
    """
    raw = open_store(settings) if day is None else publication_of(settings, day)
    if person.local:
        return raw
    if not person.grants:
        raise NotAllowed(
            f"{person.name or person.subject} was granted nothing here yet.",
            fix="Ask an administrator of this dashboard for a grant.",
        )
    return restricted(raw, rights_of(person, places_of(settings)))


def earlier_of(settings: Settings, publication: Publication, day: date | str) -> Publication:
    """The publication of a past day or a name, with the same rights as `publication`."""
    raw = publication_of(settings, day)
    return raw if publication.rights is None else restricted(raw, publication.rights)


def narrowed(settings: Settings, publication: Publication, codes: Collection[str]) -> Publication:
    """The same publication with rights to these organisations only: others may read what is made from it."""
    if publication.rights is None:
        return publication
    wanted = places_of(settings).of(codes)
    kept = ((data, of if EVERYBODY in of else of & wanted) for data, of in publication.rights.codes)
    day = publication.as_at
    raw = open_store(settings) if day is None else publication_as_at(settings, day.date())
    return restricted(raw, Rights(tuple(kept)))


def with_every_group(settings: Settings) -> Publication:
    """The published data and every group that was made here, for those who grant rights to groups. No other
    returned data.
    """
    raw = open_store(settings)
    members = frozenset(member for codes in _groups(raw).values() for member in codes)
    return restricted(raw, Rights((("groups", members),)))


def places_of(settings: Settings) -> Places:
    """Each system's trusts today, what systems decided about peers, and everybody ever in each group."""
    publication = open_store(settings)
    return Places(_trusts(publication, utc_today()), peers_decided(settings), _groups(publication))


def members_of(settings: Settings, groups: Collection[str]) -> set[str]:
    """The codes of all who were ever members of these groups; unknown groups have none."""
    known = _groups(open_store(settings))
    return {member for group in groups for member in known.get(group, ())}


@per_publication
def _groups(publication: Publication) -> dict[str, frozenset[str]]:
    return _by_first(publication.rows("select group_code, member_code from publication.ever_members"))


@per_publication
def _trusts(publication: Publication, today: date) -> dict[str, frozenset[str]]:
    return _by_first(publication.rows(sql(__package__, "places"), today=today))


def _by_first(pairs: Iterable[tuple[Any, ...]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for first, second in pairs:
        found.setdefault(first, set()).add(second)
    return {first: frozenset(seconds) for first, seconds in found.items()}


def restricted(raw: Publication, rights: Rights) -> Publication:
    """A publication without what the rights do not allow. Remembered for the publication and the rights."""
    found: Publication = answers_of(raw).of(_restricted, KEPT)(raw, rights)
    return found


def _restricted(raw: Publication, rights: Rights) -> Publication:
    connection = connect()
    try:
        attach(connection, raw.file, "raw", read_only=True)
        connection.execute("attach ':memory:' as publication")
        connection.execute("use publication")
        _rights_as_tables(connection, rights)
        for kind in KINDS:
            connection.execute(f"create table publication.{kind} as {_rows_of(kind)}")
        _put_bands(connection, rights)
        _put_log(connection)
        for statement, parameters in following_steps():
            connection.execute(_PUB.sub("publication.", statement), parameters)
        opened = connection.execute(
            "select submission_id, fetched from seen_submissions where whole"
        ).fetchall()
        for table in ("kind_data", "seen", "returned", "seen_submissions"):
            connection.execute(f"drop table temp.{table}")
        connection.execute("detach raw")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
    except duckdb.Error:
        connection.close()
        raise
    return replace(
        raw,
        rights=rights,
        whole=frozenset(number for number, _ in opened),
        fetched=frozenset(number for number, fetched in opened if fetched),
        _connection=connection,
    )


def _rights_as_tables(connection: duckdb.DuckDBPyConnection, rights: Rights) -> None:
    connection.execute("create temp table kind_data (kind varchar, data varchar)")
    connection.executemany(
        "insert into kind_data values (?, ?)", [[kind, policy().data_of(kind)] for kind in KINDS]
    )
    connection.execute("create temp table seen (data varchar, code varchar)")
    seen = [[data, code] for data, codes in rights.codes for code in codes if code != EVERYBODY]
    if seen:
        connection.executemany("insert into seen values (?, ?)", seen)
    connection.execute(
        "create temp table returned as select submission_id from raw.submission_log where origin = 'return'"
    )
    connection.execute("create temp table seen_submissions as " + sql(__package__, "seen_submissions"))


def _rows_of(kind: str) -> str:
    """A query for the rows of a kind that these rights allow."""
    data, model = policy().data_of(kind), KINDS[kind]
    came = "submission_id not in (select submission_id from returned)"
    match data:
        case "reference":
            return f"select * from raw.{kind}"
        case "published":
            code = code_column(kind)
            same = " and ".join(f"seen_rows.{name} is not distinct from covered.{name}" for name in model.key)
            return f"""
                with seen_rows as (select * from raw.{kind} where {came} or {_is_seen(code, "returns")})
                select * from seen_rows
                union all
                select * from raw.covered_{kind} as covered
                where not exists (select 1 from seen_rows where {same})
                order by {", ".join(model.key)}
            """
        case "groups":
            own = f"select group_code from raw.groups where {_is_seen('member_code', data)}"
            return f"select * from raw.groups where {came} or group_code in ({own})"
        case "plans":
            # A plan for a list of members: the reader must have the right to each of them.
            return """
                select * from raw.plans
                where list_has_all(
                    (select list(code) || [''] from seen where data = 'plans'), string_split(ics_code, ',')
                )
            """
        case "packs":
            about = f"ics_code is null and {_is_seen('subject', data)}"
            return f"select * from raw.{kind} where ({_is_seen('ics_code', data)} or ({about})) and {_WHOLE}"
    code = code_column(kind)
    if code is None:
        # A heading belongs to no organisation: it is seen by those who may see the return it came with.
        return f"select * from raw.{kind} where {came} or {_WHOLE}"
    legacy = f"and (section <> 'legacy_estate' or {_is_seen(code, 'legacy')})" if kind == "conditions" else ""
    return f"select * from raw.{kind} where {_is_seen(code, data)} {legacy}"


def _is_seen(column: str | None, data: str) -> str:
    assert column is not None, "each kind that the policy gives by organisation has a column with its code"
    return f"coalesce({column} in (select code from seen where data = '{data}'), false)"


def _put_bands(connection: duckdb.DuckDBPyConnection, rights: Rights) -> None:
    """Put in the bands of each trust's sums, and one row without counts instead of its rows.

    Bands of parts beside the band of their sum would narrow down the counts.
    """
    connection.execute(_PUB.sub("publication.", LEGACY_BANDS))
    sums = connection.execute(
        f"""
        select assessment_year, ods_code, max(submission_id), sum(systems)::bigint, sum(unsupported)::bigint
        from raw.conditions
        where section = 'legacy_estate' and {_is_seen("ods_code", BANDED)}
        group by all
        order by all
        """
    ).fetchall()
    for year, code, submission, systems, unsupported in sums:
        connection.execute(
            "insert into publication.legacy_bands values (?, ?, ?, ?)",
            [year, code, band_of(systems), band_of(unsupported)],
        )
        connection.execute(
            "insert into publication.conditions by name select ? as submission_id, 0 as line, "
            "? as assessment_year, ? as ods_code, 'legacy_estate' as section",
            [submission, year, code],
        )


def _put_log(connection: duckdb.DuckDBPyConnection) -> None:
    """Put in the submissions. If the reader may not see all of one, no text that a person wrote is kept."""
    connection.execute(
        "create temp table seen_rows as "
        + " union all ".join(f"select submission_id from publication.{kind}" for kind in KINDS)
    )
    counted = "(select count(*) from seen_rows where seen_rows.submission_id = {table}.submission_id)"
    for table, more in (
        ("submissions", ""),
        ("submission_log", ", if(whole, size_bytes, 0) as size_bytes, if(whole, reason, null) as reason"),
    ):
        rows = counted.format(table=table)
        connection.execute(
            f"""
            create table publication.{table} as
            select {table}.* replace (
                if(whole, file_name, '{NOT_SHOWN}') as file_name,
                if(whole, note, '') as note,
                if(whole, sha256, '') as sha256,
                if(whole, row_count, {rows}) as row_count{more}
            )
            from raw.{table}
            inner join seen_submissions using (submission_id)
            order by submission_id
            """
        )
    connection.execute("drop table seen_rows")
    connection.execute("create table publication.confirmed as " + sql(__package__, "seen_confirmed"))
    connection.execute(
        f"create table publication.submission_answers as select * from raw.submission_answers where {_WHOLE}"
    )
    connection.execute(
        "create table publication.replaced_published as "
        f"select * from raw.replaced_published where {_is_seen('ods_code', 'returns')}"
    )
    paired = " union all ".join(_unpaired())
    connection.execute(f"create table publication.unpaired_rounds as {paired} order by all")
    connection.execute("create table publication.publication as select * from raw.publication")


def _unpaired() -> Iterator[str]:
    for kind in ("overall_comparable", "icb_overall_comparable"):
        yield (
            f"select * from raw.unpaired_rounds where kind = '{kind}' and assessment_year in "
            f"(select assessment_year from publication.{kind})"
        )
