-- Who may do what, and what people did: grants, the end of grants, sign-ins that hold no longer, what a system decided,
-- and events such as a sign-in or a refusal. Each is an entry. A check cannot be changed in place, so the table of
-- entries is made again with its rows as they are.
-- subject: who was signed in, as whoever signed them in names them, beside made_by, which is the name that is shown.
-- on_behalf: the trusts for which somebody else submitted, by their codes. Both are empty for entries from before.

create table entry_with_people (
    entry_id integer primary key,
    made_at timestamp not null,
    made_by varchar not null check (length(made_by) > 0),
    action varchar not null check (
        action in (
            'submit', 'withdraw', 'restore', 'restore_backup', 'grant', 'end_grant', 'revoke_sign_ins', 'decide', 'event'
        )
    ),
    submission_id integer,
    note varchar not null,
    clock_at timestamp,
    boot varchar,
    ran double,
    subject varchar,
    on_behalf varchar,
    check ((submission_id is not null) = (action in ('submit', 'withdraw', 'restore')))
);

insert into entry_with_people by name
select *
from entry
order by entry_id;

drop table entry;

alter table entry_with_people rename to entry;

-- grain: one row per grant; its number is its entry's
create table grant_given (
    entry_id integer primary key,
    subject varchar not null check (length(subject) > 0),
    role varchar not null check (role in ('trust', 'analyst', 'leader', 'administrator')),
    scope varchar not null check ((length(scope) = 0) = (role = 'administrator')),
    starts date not null,
    ends date check (ends is null or ends >= starts)
);

-- grain: one row per grant and system or trust that its scope held when it was given
create table grant_code (
    entry_id integer not null,
    code varchar not null,
    primary key (entry_id, code)
);

-- grain: one row per grant that was ended before its time
create table grant_ended (
    entry_id integer primary key,
    grant_id integer not null unique
);

-- grain: one row per time at which a person's sign-ins were told to hold no longer: those from before `until`
create table sign_ins_revoked (
    entry_id integer primary key,
    subject varchar not null check (length(subject) > 0),
    until timestamp not null
);

-- grain: one row per decision of a system on how its trusts see what the others returned
create table peers_decided (
    entry_id integer primary key,
    ics_code varchar not null,
    peers varchar not null check (peers in ('hidden', 'letters', 'names'))
);

-- grain: one row per event: what somebody did or wanted to do, what it was about, and what came of it
create table event (
    entry_id integer primary key,
    what varchar not null check (length(what) > 0),
    about varchar not null,
    outcome varchar not null
);
