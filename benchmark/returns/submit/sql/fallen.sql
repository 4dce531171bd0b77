-- grain: one row per current row of a replaced submission that the return lacks, and that changes
-- `instead` has the rows as they would be without those submissions.
select
    cast(null as integer) as line,
    {key},
    case when {present} then 'changed' else 'removed' end as state,
    {pairs}
from publication.{kind} as standing
left join instead
    on {same_instead}
where
    list_contains($replaced, standing.submission_id)
    and not exists (select 1 from rows where {same_key})
    and (not ({present}) or ({differs}))
order by {key}
