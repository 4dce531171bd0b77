-- grain: one row per name or heading that a person confirmed, in any submission that is wholly the reader's own
-- Which row replaced which is shown only among these: the next or the last one of all may be somebody else's.
-- Expects the temporary table seen_submissions (submission_id, whole).
select * replace (
    case
        when state = 'withdrawn' then state
        when lead(submission_id) over in_turn is null then 'standing'
        else 'replaced'
    end as state,
    case when state <> 'withdrawn' then lag(submission_id) over in_turn end as replaces,
    case when state <> 'withdrawn' then lag(stands_for) over in_turn end as replaces_stands_for
)
from raw.confirmed
where submission_id in (select submission_id from seen_submissions where whole)
window in_turn as (partition by sort, layout, written, state = 'withdrawn' order by submission_id)
order by submission_id, sort, layout, written
