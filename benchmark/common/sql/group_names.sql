-- grain: one row per group with any member that stands
select group_code, group_name, group_kind, fictional
from publication.group_names
order by group_code
