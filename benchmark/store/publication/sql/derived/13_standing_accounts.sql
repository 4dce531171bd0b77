-- grain: one row per trust x figure of its accounts (operating expenditure, average staff) x financial year that has it
-- key: ods_code, figure, financial_year
-- Accounts are used from their own year until there are newer ones (stands_until), and the first also for all years
-- before. An earlier year is preferred, since accounts come a year later and prices rise.
with
figures as (
    select ods_code, financial_year, 'operating_expenditure' as figure, operating_expenditure as amount
    from trust_context
    union all
    select ods_code, financial_year, 'average_wte' as figure, average_wte as amount
    from trust_context
)

select
    ods_code,
    figure,
    financial_year,
    amount,
    if(row_number() over own = 1, '', financial_year) as stands_from,
    lead(financial_year, 1, '9999') over own as stands_until
from figures
where amount > 0
window own as (partition by ods_code, figure order by financial_year)
