-- grain: one row per group of the return whose name a trust, a system or another group bears or bore
with
borne as (
    select code, name from publication.organisations
    union
    select ods_code as code, name from publication.trust_names
    union
    select group_code as code, group_name as name from publication.group_names
    union
    select group_code as code, group_name as name from rows
)

select
    rows.group_name as value,
    rows.group_code as of_group,
    min(borne.code) as other,
    min(rows.line) as line,
    count(distinct rows.line) as cells
from rows
inner join borne on lower(trim(borne.name)) = lower(trim(rows.group_name)) and borne.code <> rows.group_code
group by rows.group_name, rows.group_code
order by line
