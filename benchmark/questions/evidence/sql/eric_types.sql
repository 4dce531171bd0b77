-- grain: one row per trust, with its latest type
select ods_code, eric_type
from publication.eric_types
qualify row_number() over (partition by ods_code order by financial_year desc) = 1
order by ods_code
