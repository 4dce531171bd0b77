-- grain: one row per financial year of the return that has not ended by $today
with
years as (
    select financial_year, cast(left(financial_year, 4) as bigint) as year, line from rows
)

select
    financial_year as value,
    if(make_date(year, 4, 1) > $today, 'has not begun', 'has not ended') as state,
    min(line) as line,
    count(*) as cells
from years
where make_date(year + 1, 3, 31) >= $today
group by all
order by line
