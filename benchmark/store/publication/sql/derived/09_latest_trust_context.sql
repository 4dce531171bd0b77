-- grain: one row per trust with any figures, from the latest financial year that has them
-- key: ods_code
select *
from trust_context
qualify row_number() over (partition by ods_code order by financial_year desc) = 1
