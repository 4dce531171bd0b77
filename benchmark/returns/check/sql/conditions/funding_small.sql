-- grain: one row per programme of the return whose funding is less than a thousand pounds, and more than none
select printf('%g', rows.funding) as value, trusts.name, rows.item, rows.line, 1 as cells
from rows
inner join publication.trusts using (ods_code)
where rows.funding > 0 and rows.funding < 1000
order by rows.line
