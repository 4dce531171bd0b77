-- grain: one row per group of the return whose code belongs to an organisation
select
    rows.group_code as value,
    organisations.name,
    min(rows.line) as line,
    count(*) as cells
from rows
inner join publication.organisations on organisations.code = rows.group_code
group by all
order by line
