-- grain: one row per trust x financial year whose IT spend changed by more than $limit since the last known year
with
incoming as (
    select financial_year, ods_code, it_revenue + it_capital as it_total, line from rows
),

known as (
    select * from incoming
    union all
    select financial_year, ods_code, it_revenue + it_capital as it_total, null as line
    from publication.it_spend
    anti join incoming using (financial_year, ods_code)
    semi join incoming using (ods_code)
),

moves as (
    select
        *,
        lag(it_total) over trust as before,
        lag(financial_year) over trust as year
    from known
    window trust as (partition by ods_code order by financial_year)
)

select
    'IT spend' as "column",
    format('{:,.15g}', cast(it_total as double)) as value,
    format('{:,.15g}', cast(before as double)) as before,
    format('{:,.15g}', cast(it_total as double)) as after,
    year,
    printf('%.0f%%', $limit * 100) as "limit",
    line,
    1 as cells
from moves
where line is not null and before > 0 and abs(it_total - before) > $limit * before
order by line
