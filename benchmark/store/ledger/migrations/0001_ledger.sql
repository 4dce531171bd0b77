-- The ledger: rows are added, never changed or deleted. Times are UTC.

-- grain: one row per submission
create table submission (
    submission_id integer primary key,
    kind varchar not null,
    origin varchar not null check (origin in ('published', 'return')),
    file_name varchar not null,
    sha256 varchar not null check (length(sha256) = 64),
    size_bytes bigint not null check (size_bytes >= 0),
    row_count integer not null check (row_count >= 0),
    content blob not null
);

-- grain: one row per thing that somebody did; a submission's state is its newest entry
create table entry (
    entry_id integer primary key,
    made_at timestamp not null,
    made_by varchar not null check (length(made_by) > 0),
    action varchar not null check (action in ('submit', 'withdraw', 'restore')),
    submission_id integer not null,
    note varchar not null
);
