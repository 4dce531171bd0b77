-- grain: one row per system of the return that is in another cluster at the same time
with
known as (
    select group_code, group_name, member_code, valid_from, valid_to from rows where group_kind = 'cluster'
    union
    select group_code, group_name, member_code, valid_from, valid_to
    from publication.groups
    anti join rows using (group_code, member_code, valid_from)
    where group_kind = 'cluster'
)

select
    rows.member_code as value,
    ics.name,
    min(known.group_code) as other,
    min(known.group_name) as other_name,
    min(rows.line) as line,
    count(distinct rows.line) as cells
from rows
inner join publication.ics on ics.ics_code = rows.member_code
inner join known
    on known.member_code = rows.member_code
    and known.group_code <> rows.group_code
    and known.valid_from <= coalesce(rows.valid_to, date '9999-12-31')
    and rows.valid_from <= coalesce(known.valid_to, date '9999-12-31')
where rows.group_kind = 'cluster'
group by rows.member_code, ics.name
order by line
