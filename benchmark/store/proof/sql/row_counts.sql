-- grain: one row per submission of these kinds whose rows are not all there, once each
-- {present}: kind, submission_id, found and single of each table that has rows. A line of a file can be several rows,
-- for example with a column for each pillar, so a row is identified by its line and its key; single counts these.
with
expected as (
    select kind, submission_id, row_count
    from submission
    where list_contains($kinds, kind)
),

present as ({present})

select
    case
        when row_count is null then 'submission ' || submission_id || ' is not there, but its rows are'
        when row_count <> coalesce(found, 0)
            then 'submission ' || submission_id || ' has ' || coalesce(found, 0) || ' rows of ' || row_count
        else 'submission ' || submission_id || ' has a row twice'
    end as fault
from expected
full join present using (kind, submission_id)
where row_count is distinct from coalesce(found, 0) or single < found
order by kind, submission_id
