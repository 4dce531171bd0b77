-- grain: one row per trust and name, present or former
select ods_code, name
from publication.trusts
union
select ods_code, name
from publication.trust_names
order by ods_code, name
