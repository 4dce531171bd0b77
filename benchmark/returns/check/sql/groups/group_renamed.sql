-- grain: one row per group of the return x column, name or kind, that differs from the current one
with
found as (
    select rows.group_code, 'group_name' as "column", rows.group_name as said, known.group_name as stands, rows.line
    from rows
    inner join publication.group_names as known using (group_code)
    union all
    select rows.group_code, 'group_kind' as "column", rows.group_kind as said, known.group_kind as stands, rows.line
    from rows
    inner join publication.group_names as known using (group_code)
)

select
    "column",
    group_code as of_group,
    min(said) as value,
    min(stands) as other,
    min(line) as line,
    count(*) as cells
from found
where said <> stands
group by group_code, "column"
order by line, "column", group_code
