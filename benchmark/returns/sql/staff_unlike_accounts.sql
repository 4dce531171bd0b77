-- grain: one row per trust x financial year whose staff are $limit times, or one part in $limit of, those of its latest accounts
with
compared as (
    select rows.line, rows.average_wte, accounts.average_wte as in_accounts, accounts.financial_year as year
    from rows
    inner join publication.latest_trust_context as accounts using (ods_code)
    where rows.average_wte > 0 and accounts.average_wte > 0
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
