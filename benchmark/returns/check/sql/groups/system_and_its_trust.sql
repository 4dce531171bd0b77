-- grain: one row per trust of the return whose system is also a member of the group at the time
with
known as (
    select group_code, member_code, valid_from, valid_to from rows
    union
    select group_code, member_code, valid_from, valid_to
    from publication.groups
    semi join rows using (group_code)
)

select
    rows.member_code as value,
    trusts.name,
    min(ics.name) as system,
    min(rows.line) as line,
    count(distinct rows.line) as cells
from rows
inner join publication.trusts on trusts.ods_code = rows.member_code
inner join publication.memberships on memberships.ods_code = rows.member_code
inner join known
    on known.group_code = rows.group_code
    and known.member_code = memberships.ics_code
    and greatest(memberships.valid_from, known.valid_from) <= coalesce(rows.valid_to, date '9999-12-31')
    and rows.valid_from
    <= least(coalesce(memberships.valid_to, date '9999-12-31'), coalesce(known.valid_to, date '9999-12-31'))
inner join publication.ics using (ics_code)
group by rows.member_code, trusts.name
order by line
