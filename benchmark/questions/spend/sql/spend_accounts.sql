-- grain: one row per trust of $ods_codes x figure of its accounts x financial year with that figure
select ods_code, figure, financial_year, amount, stands_from, stands_until
from publication.standing_accounts
where list_contains($ods_codes, ods_code)
order by ods_code, figure, financial_year
