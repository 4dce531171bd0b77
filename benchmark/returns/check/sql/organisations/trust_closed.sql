-- grain: one row per trust x round, or x financial year, of the return that began after the trust closed
select
    rows.ods_code as value,
    cast(rows.{year} as varchar) as year,
    trusts.name,
    strftime(trusts.closed_on, '%-d %B %Y') as day,
    min(rows.line) as line,
    cast(sum(cells) as bigint) as cells
from rows
inner join publication.trusts using (ods_code)
where trusts.closed_on < {first_day}
group by all
order by line
