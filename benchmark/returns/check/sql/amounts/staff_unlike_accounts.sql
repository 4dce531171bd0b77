-- grain: one row per trust x financial year whose staff are $limit times, or one part in $limit of, those of its accounts of the year, or the nearest to it
with
accounts as (
    select
        ods_code,
        financial_year,
        average_wte,
        -- They stand in from their own year on until there are newer ones; the first for all years before too.
        if(row_number() over trust = 1, '', financial_year) as stands_from,
        lead(financial_year, 1, '9999') over trust as stands_until
    from publication.trust_context
    where average_wte > 0
    window trust as (partition by ods_code order by financial_year)
),

compared as (
    select rows.line, rows.average_wte, accounts.average_wte as in_accounts, accounts.financial_year as year
    from rows
    inner join accounts
        on rows.ods_code = accounts.ods_code
        and rows.financial_year >= accounts.stands_from
        and rows.financial_year < accounts.stands_until
    where rows.average_wte > 0
)

select
    format('{:,}', cast(average_wte as bigint)) as value,
    format('{:,}', cast(round(in_accounts) as bigint)) as accounts,
    year,
    line,
    1 as cells
from compared
where average_wte / in_accounts >= $limit or average_wte / in_accounts <= 1 / $limit
order by line
