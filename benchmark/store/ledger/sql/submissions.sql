-- grain: one row per submission, with who submitted it and whether it stands
with
first_entry as (
    select submission_id, made_by as submitted_by, made_at as submitted_at, note
    from entry
    where action = 'submit'
),

newest_entry as (
    select submission_id, arg_max(action, entry_id) as action
    from entry
    group by submission_id
)

select
    submission_id,
    kind,
    origin,
    file_name,
    sha256,
    size_bytes,
    row_count,
    submitted_by,
    submitted_at,
    note,
    case when action = 'withdraw' then 'withdrawn' else 'standing' end as state
from submission
inner join first_entry using (submission_id)
inner join newest_entry using (submission_id)
order by submission_id
