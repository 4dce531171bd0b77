-- grain: one row per group of the return with real and fictional members, current rows included
with
known as (
    select group_code, member_code from rows
    union
    select group_code, member_code
    from publication.groups
    semi join rows using (group_code)
)

select
    rows.group_code as value,
    min(rows.line) as line,
    count(distinct rows.line) as cells
from rows
inner join known using (group_code)
inner join publication.organisations as members on members.code = known.member_code
group by rows.group_code
having count(distinct members.fictional) > 1
order by line
