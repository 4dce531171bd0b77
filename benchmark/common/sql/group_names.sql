-- grain: one row per group with any standing member
select group_code, group_name, group_kind, fictional
from publication.group_names
order by group_code
