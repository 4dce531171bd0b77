-- grain: one row per trust x financial year with a return of IT spend, of the trusts $ods_codes
select
    spend.ods_code,
    trusts.name as trust,
    spend.financial_year,
    spend.operating_expenditure,
    spend.capital_expenditure,
    spend.it_revenue,
    spend.it_capital,
    spend.spend_on_staff,
    spend.spend_on_software,
    spend.spend_on_services,
    spend.spend_on_hardware,
    spend.spend_on_communications,
    spend.spend_on_other,
    spend.submission_id
from publication.it_spend as spend
inner join publication.trusts using (ods_code)
where list_contains($ods_codes, spend.ods_code)
order by spend.financial_year, trusts.name, spend.ods_code
