-- grain: one row per submission of a kind whose rows are not all there, once each
-- A line can hold several rows, where a file has a column for each pillar: a row is its line and its key.
with
expected as (
    select submission_id, row_count
    from submission
    where kind = ?
),

present as (
    select submission_id, count(*) as found, count(distinct row(line, {key})) as single
    from {table}
    group by submission_id
)

select
    case
        when row_count is null then 'submission ' || submission_id || ' is not there, but its rows are'
        when row_count <> coalesce(found, 0)
            then 'submission ' || submission_id || ' has ' || coalesce(found, 0) || ' rows of ' || row_count
        else 'submission ' || submission_id || ' has a row twice'
    end as fault
from expected
full join present using (submission_id)
where row_count is distinct from coalesce(found, 0) or single < found
order by submission_id
