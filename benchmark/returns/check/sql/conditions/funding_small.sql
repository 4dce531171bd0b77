-- grain: one row per programme of the return with funding above zero and below a thousand pounds
select printf('%g', rows.funding) as value, trusts.name, rows.item, rows.line, 1 as cells
from rows
inner join publication.trusts using (ods_code)
where rows.funding > 0 and rows.funding < 1000
order by rows.line
