-- grain: one row per group of the return that has only one member, current rows included
with
known as (
    select group_code, member_code, valid_from from rows
    union
    select group_code, member_code, valid_from
    from publication.groups
    semi join rows using (group_code)
)

select
    rows.group_code as value,
    min(rows.group_name) as name,
    min(rows.line) as line,
    count(*) as cells
from rows
semi join (
    select group_code
    from known
    group by group_code
    having count(distinct member_code) = 1
) as alone
    using (group_code)
group by rows.group_code
order by line
