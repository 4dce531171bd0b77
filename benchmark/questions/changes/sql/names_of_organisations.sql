-- grain: one row per trust or system, with its name and whether it is fictional
select ods_code as code, name, fictional
from publication.trusts
union all
select ics_code, name, fictional
from publication.ics
