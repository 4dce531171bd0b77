-- grain: one row per trust x round of the return in a year that ended before the trust opened
select
    rows.ods_code as value,
    cast(rows.assessment_year as varchar) as year,
    trusts.name,
    strftime(trusts.opened_on, '%-d %B %Y') as day,
    min(rows.line) as line,
    cast(sum(cells) as bigint) as cells
from rows
inner join publication.trusts using (ods_code)
where trusts.opened_on > make_date(rows.assessment_year, 12, 31)
group by all
order by line
