-- grain: one row per financial year of the return that ended at least $limit years before $today
with
years as (
    select financial_year, cast(left(financial_year, 4) as bigint) as year, line from rows
)

select
    financial_year as value,
    printf('%.0f', $limit) as "limit",
    min(line) as line,
    count(*) as cells
from years
where make_date(year + 1 + cast($limit as bigint), 3, 31) <= $today
group by all
order by line
