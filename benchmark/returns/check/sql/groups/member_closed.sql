-- grain: one row per member of the return that closes while it belongs to the group
select
    rows.member_code as value,
    members.name,
    strftime(members.valid_to, '%-d %B %Y') as day,
    case count(heirs.name)
        when 0 then ''
        else ', and ' || string_agg(heirs.code || ' (' || heirs.name || ')', ', ' order by heirs.code) || ' took over'
    end as successor,
    min(rows.line) as line,
    count(distinct rows.line) as cells
from rows
inner join publication.organisations as members on members.code = rows.member_code
left join (
    select ods_code as code, successor_ods_code as heir from publication.trust_successions
    union all
    select ics_code as code, successor_ics_code as heir from publication.ics_successions
) as successions on successions.code = rows.member_code
left join publication.organisations as heirs on heirs.code = successions.heir
where members.valid_to < coalesce(rows.valid_to, date '9999-12-31')
group by rows.member_code, members.name, members.valid_to
order by line
