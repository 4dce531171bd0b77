-- grain: one row per trust x financial year whose capital expenditure is at least its operating expenditure
select
    format('{:,.15g}', cast(capital_expenditure as double)) as value,
    format('{:,.15g}', cast(operating_expenditure as double)) as other,
    line,
    1 as cells
from rows
where capital_expenditure >= operating_expenditure and capital_expenditure > 0
order by line
