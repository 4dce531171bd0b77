-- grain: one row per trust x financial year whose IT spend is above ($side 1) or below (-1) $limit of its expenditure
with
shares as (
    select
        line,
        (it_revenue + it_capital) as it_total,
        it_total / nullif(operating_expenditure + coalesce(capital_expenditure, 0), 0) as share
    from rows
)

select
    format('{:,.15g}', cast(it_total as double)) as value,
    printf(case when $side > 0 then '%.1f%%' else '%.2f%%' end, share * 100) as share,
    printf('%.1f%%', $limit * 100) as "limit",
    line,
    1 as cells
from shares
where case when $side > 0 then share > $limit else share < $limit end
order by line
