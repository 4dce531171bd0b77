-- grain: one row per trust with a published operating expenditure, from the latest financial year that has one
select ods_code, financial_year, operating_expenditure
from publication.trust_context
where operating_expenditure > 0
qualify row_number() over (partition by ods_code order by financial_year desc) = 1
