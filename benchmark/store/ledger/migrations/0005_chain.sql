-- A chain over the entries: each is sealed with a hash over itself, what it is about, and the hash before.
-- An entry may now be about the whole ledger: a backup that was restored. A check cannot be changed in place, so
-- the table is made again with its rows as they are.

create table entry_with_restores (
    entry_id integer primary key,
    made_at timestamp not null,
    made_by varchar not null check (length(made_by) > 0),
    action varchar not null check (action in ('submit', 'withdraw', 'restore', 'restore_backup')),
    submission_id integer,
    note varchar not null,
    check ((submission_id is null) = (action = 'restore_backup'))
);

insert into entry_with_restores
select *
from entry
order by entry_id;

drop table entry;

alter table entry_with_restores rename to entry;

-- grain: one row per restored backup that took the place of another ledger, with the numbers given until then
create table restored_backup (
    entry_id integer primary key,
    backup_made_at timestamp not null,
    backup_entry integer not null,
    backup_hash varchar not null,
    entry_before integer not null,
    hash_before varchar not null,
    submission_before integer not null
);

-- How a file was asked to be read, as JSON, and the digest of the rules that read it.
-- grain: one row per submission whose rows were read from its file
create table submission_how (
    submission_id integer primary key,
    how varchar not null
);

-- Where the chain begins. Entries up to sealed_until were there before, and were sealed as they were found.
-- grain: one row
create table chain (
    chain_id varchar not null,
    begun_at timestamp not null,
    sealed_until integer not null
);

-- grain: one row per entry
create table seal (
    entry_id integer primary key,
    before varchar not null check (length(before) = 64),
    hash varchar not null check (length(hash) = 64)
);

-- grain: one row per entry and part of what it is about: the digest that went into the entry's hash
create table seal_part (
    entry_id integer not null,
    part varchar not null,
    digest varchar not null check (length(digest) = 64),
    primary key (entry_id, part)
);

-- grain: one row per submission and column that has any value: the sha256 of each thousand rows, one after another
create table seal_rows (
    submission_id integer not null,
    column_name varchar not null,
    digests blob not null,
    primary key (submission_id, column_name)
);
