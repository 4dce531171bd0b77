-- grain: one row per trust of the return that is closed today, for returns without a year
select
    rows.ods_code as value,
    trusts.name,
    strftime(trusts.closed_on, '%-d %B %Y') as day,
    min(rows.line) as line,
    cast(sum(cells) as bigint) as cells
from rows
inner join publication.trusts using (ods_code)
where trusts.closed_on is not null
group by all
order by line
