-- grain: one row per trust that the publication knows, open or closed
select ods_code, name as trust, fictional
from publication.trusts
order by ods_code
