-- grain: one row per trust x financial year of the return that ended before the trust opened
select
    rows.ods_code as value,
    rows.financial_year as year,
    trusts.name,
    strftime(trusts.opened_on, '%-d %B %Y') as day,
    min(rows.line) as line,
    cast(sum(cells) as bigint) as cells
from rows
inner join publication.trusts using (ods_code)
where trusts.opened_on > make_date(cast(left(rows.financial_year, 4) as bigint) + 1, 3, 31)
group by all
order by line
