-- grain: one row per trust x financial year with operating expenditure per WTE under $limit or over $highest pounds
with
heads as (
    select line, average_wte, operating_expenditure / average_wte as cost
    from rows
    where average_wte > 0
)

select
    format('{:,.15g}', cast(average_wte as double)) as value,
    format('{:,}', cast(round(cost) as bigint)) as cost,
    line,
    1 as cells
from heads
where cost < $limit or cost > $highest
order by line
