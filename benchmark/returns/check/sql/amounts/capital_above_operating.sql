-- grain: one row per trust x financial year whose capital expenditure is at least its operating expenditure
select
    format('{:,}', cast(capital_expenditure as bigint)) as value,
    format('{:,}', cast(operating_expenditure as bigint)) as other,
    line,
    1 as cells
from rows
where capital_expenditure >= operating_expenditure and capital_expenditure > 0
order by line
