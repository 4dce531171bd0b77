-- grain: one row per trust x financial year of the return that began after the trust closed
select
    rows.ods_code as value,
    rows.financial_year as year,
    trusts.name,
    strftime(trusts.closed_on, '%-d %B %Y') as day,
    min(rows.line) as line,
    cast(sum(cells) as bigint) as cells
from rows
inner join publication.trusts using (ods_code)
where trusts.closed_on < make_date(cast(left(rows.financial_year, 4) as bigint), 4, 1)
group by all
order by line
