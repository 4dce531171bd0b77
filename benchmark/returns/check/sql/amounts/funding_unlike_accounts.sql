-- grain: one row per programme of the return with funding above $limit times the trust's spend in a year
select
    format('{:,.15g}', cast(rows.funding as double)) as value,
    trusts.name,
    rows.item,
    format('{:,}', cast(accounts.operating_expenditure as bigint)) as accounts,
    accounts.financial_year as year,
    rows.line,
    1 as cells
from rows
inner join publication.latest_trust_context as accounts using (ods_code)
inner join publication.trusts using (ods_code)
where rows.funding > $limit * accounts.operating_expenditure
order by rows.line
