-- grain: one row per trust x round, or x financial year, of the return that ended before the trust opened
select
    rows.ods_code as value,
    cast(rows.{year} as varchar) as year,
    trusts.name,
    strftime(trusts.opened_on, '%-d %B %Y') as day,
    min(rows.line) as line,
    cast(sum(cells) as bigint) as cells
from rows
inner join publication.trusts using (ods_code)
where trusts.opened_on > {last_day}
group by all
order by line
