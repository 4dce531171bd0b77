-- grain: one row per trust and per system, with its name and whether it is made up
select ods_code as code, name, fictional
from publication.trusts
union all
select ics_code, name, fictional
from publication.ics
