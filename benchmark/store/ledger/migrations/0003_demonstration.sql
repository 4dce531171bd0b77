-- A third origin: the demonstration's returns, which are fictional. A check cannot be changed in place, so the
-- table is made again with its rows as they are.

create table submission_with_origins (
    submission_id integer primary key,
    kind varchar not null,
    origin varchar not null check (origin in ('published', 'return', 'demonstration')),
    file_name varchar not null,
    sha256 varchar not null check (length(sha256) = 64),
    size_bytes bigint not null check (size_bytes >= 0),
    row_count integer not null check (row_count >= 0),
    content blob not null
);

insert into submission_with_origins
select *
from submission
order by submission_id;

drop table submission;

alter table submission_with_origins rename to submission;
