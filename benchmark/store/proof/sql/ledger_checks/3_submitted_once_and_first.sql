-- grain: one row per submission that was not submitted exactly once, before all else about it
-- check: every submission has one submit entry, and it is the first
select 'submission ' || submission_id || ' has ' || submits || ' submit entries and begins with ' || first as fault
from (
    select
        submission_id,
        count(*) filter (where action = 'submit') as submits,
        coalesce(arg_min(action, entry_id), 'none') as first
    from submission
    left join entry using (submission_id)
    group by submission_id
)
where submits <> 1 or first <> 'submit'
order by submission_id
