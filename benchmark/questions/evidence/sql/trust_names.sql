-- grain: one row per trust
select ods_code, name
from publication.trusts
order by ods_code
