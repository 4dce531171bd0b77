-- grain: one row per trust x financial year with accounts, of the trusts $ods_codes
select ods_code, financial_year, operating_expenditure, average_wte
from publication.trust_context
where list_contains($ods_codes, ods_code)
order by ods_code, financial_year
