-- grain: one row per entry that is about no submission, or cannot follow the entry before it on the same submission
-- check: entries are about known submissions, withdrawn and restored in turn
with
in_turn as (
    select
        entry.entry_id,
        entry.submission_id,
        entry.action,
        submission.submission_id is not null as known,
        lag(entry.action) over (partition by entry.submission_id order by entry.entry_id) as before
    from entry
    left join submission using (submission_id)
    where entry.action in ('submit', 'withdraw', 'restore')
)

select
    'entry ' || entry_id || ' is: ' || action || ' submission ' || submission_id
    || case when known then ', after: ' || before else ', which is not there' end as fault
from in_turn
where
    not known
    or (action = 'withdraw' and before = 'withdraw')
    or (action = 'restore' and before <> 'withdraw')
order by entry_id
