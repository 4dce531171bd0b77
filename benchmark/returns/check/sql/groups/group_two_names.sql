-- grain: one row per group of the return x column, name or kind, with two values in the return
with
found as (
    select group_code, 'group_name' as "column", group_name as said, line from rows
    union all
    select group_code, 'group_kind' as "column", group_kind as said, line from rows
)

select
    "column",
    group_code as of_group,
    arg_max(said, line) as value,
    arg_min(said, line) as other,
    max(line) as line,
    count(distinct line) as cells
from found
group by group_code, "column"
having count(distinct said) > 1
order by line, "column", group_code
