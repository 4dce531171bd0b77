-- grain: one row per submission of a kind whose rows are not all there, once each
with
expected as (
    select submission_id, row_count
    from submission
    where kind = ?
),

present as (
    select submission_id, count(*) as found, count(distinct line) as lines
    from {table}
    group by submission_id
)

select
    case
        when row_count is null then 'submission ' || submission_id || ' is not there, but its rows are'
        when row_count <> coalesce(found, 0)
            then 'submission ' || submission_id || ' has ' || coalesce(found, 0) || ' rows of ' || row_count
        else 'submission ' || submission_id || ' has a line twice'
    end as fault
from expected
full join present using (submission_id)
where row_count is distinct from coalesce(found, 0) or lines < found
order by submission_id
