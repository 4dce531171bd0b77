-- grain: one row per disclosed figure above $limit or below $lowest times the trust's spend in a year
select
    format('{:,.15g}', cast(rows.amount as double)) as value,
    trusts.name,
    format('{:,}', cast(accounts.operating_expenditure as bigint)) as accounts,
    accounts.financial_year as year,
    rows.line,
    1 as cells
from rows
inner join publication.latest_trust_context as accounts using (ods_code)
inner join publication.trusts using (ods_code)
where
    rows.amount > $limit * accounts.operating_expenditure
    or (rows.amount > 0 and rows.amount < $lowest * accounts.operating_expenditure)
order by rows.line
