-- grain: one row per trust of the return in a cluster; only systems form clusters
select rows.member_code as value, trusts.name, min(rows.line) as line, count(*) as cells
from rows
inner join publication.trusts on trusts.ods_code = rows.member_code
where rows.group_kind = 'cluster'
group by all
order by line
