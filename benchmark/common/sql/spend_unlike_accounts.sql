-- grain: one row per trust x financial year whose operating expenditure is $limit times, or one part in $limit of,
-- that of the trust's accounts of the year, or the nearest to it; what looks like thousands of pounds is asked about by a rule of its own
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
    format('{:,}', cast(operating_expenditure as bigint)) as value,
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
