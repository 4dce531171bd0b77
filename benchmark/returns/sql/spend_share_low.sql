-- grain: one row per trust x financial year whose IT spend is less than $limit of its expenditure
with
shares as (
    select
        line,
        (it_revenue + it_capital) as it_total,
        it_total / nullif(operating_expenditure + coalesce(capital_expenditure, 0), 0) as share
    from rows
)

select
    printf('%.0f', it_total) as value,
    printf('%.2f%%', share * 100) as share,
    printf('%.1f%%', $limit * 100) as "limit",
    line,
    1 as cells
from shares
where share < $limit
order by line
