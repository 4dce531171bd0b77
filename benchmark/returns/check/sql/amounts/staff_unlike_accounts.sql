-- grain: one row per trust x financial year with at least $limit times, or at most 1/$limit of, the accounts' staff
-- The accounts are those of the year, or of the nearest year.
with
compared as (
    select rows.line, rows.average_wte, accounts.amount as in_accounts, accounts.financial_year as year
    from rows
    inner join publication.standing_accounts as accounts
        on rows.ods_code = accounts.ods_code
        and accounts.figure = 'average_wte'
        and rows.financial_year >= accounts.stands_from
        and rows.financial_year < accounts.stands_until
    where rows.average_wte > 0
)

select
    format('{:,.15g}', cast(average_wte as double)) as value,
    format('{:,}', cast(round(in_accounts) as bigint)) as accounts,
    year,
    line,
    1 as cells
from compared
where average_wte / in_accounts >= $limit or average_wte / in_accounts <= 1 / $limit
order by line
