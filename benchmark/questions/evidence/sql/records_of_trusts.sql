-- grain: one row per trust x financial year
-- cost: pounds, of both places as far as either was returned. share: of the operating expenditure in the latest
-- accounts up to that year; missing if there are none.
select
    records.ods_code,
    records.financial_year,
    records.on_site,
    records.off_site,
    list_sum([records.on_site, records.off_site]) as cost,
    cost / nullif(accounts.operating_expenditure, 0) as share,
    records.record_type,
    records.basis,
    accounts.financial_year as accounts_year
from publication.medical_records as records
inner join publication.trusts using (ods_code)
asof left join (
    select ods_code, financial_year, operating_expenditure
    from publication.trust_context
    where operating_expenditure is not null
) as accounts
    on records.ods_code = accounts.ods_code and records.financial_year >= accounts.financial_year
order by records.ods_code, records.financial_year
