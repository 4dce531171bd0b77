-- grain: one row per trust x financial year with $limit times the operating expenditure in its accounts, or 1 / $limit
-- The accounts are those of the year, or the nearest to it. Figures in thousands of pounds have a rule of their own.
with
compared as (
    select
        rows.line,
        rows.operating_expenditure,
        accounts.amount as in_accounts,
        accounts.financial_year as year,
        rows.operating_expenditure / accounts.amount as factor
    from rows
    inner join publication.standing_accounts as accounts
        on rows.ods_code = accounts.ods_code
        and accounts.figure = 'operating_expenditure'
        and rows.financial_year >= accounts.stands_from
        and rows.financial_year < accounts.stands_until
    where rows.operating_expenditure >= $thousands
)

select
    format('{:,.15g}', cast(operating_expenditure as double)) as value,
    format('{:,}', cast(in_accounts as bigint)) as accounts,
    year,
    case
        when factor >= 10 then format('{:,} times that', cast(round(factor) as bigint))
        when factor >= 1 then printf('%.1f times that', factor)
        else printf('%.1f%% of that', factor * 100)
    end as factor,
    line,
    1 as cells
from compared
where factor >= $limit or factor <= 1 / $limit
order by line
