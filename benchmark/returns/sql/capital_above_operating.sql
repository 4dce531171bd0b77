-- grain: one row per trust x financial year whose capital expenditure is more than its operating expenditure
select
    printf('%.0f', capital_expenditure) as value,
    printf('%.0f', operating_expenditure) as other,
    line,
    1 as cells
from rows
where capital_expenditure > operating_expenditure
order by line
