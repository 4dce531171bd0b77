-- grain: one row per trust that is not fictional
select ods_code
from publication.trusts
where not fictional
order by ods_code
