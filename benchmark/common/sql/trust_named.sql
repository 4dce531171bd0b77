-- grain: one row per trust whose code or name in small letters is $trust; an open trust before a closed one
select ods_code, name, fictional
from publication.trusts
where lower(ods_code) = $trust or lower(name) = $trust
order by closed_on is not null, ods_code
