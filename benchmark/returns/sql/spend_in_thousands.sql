-- grain: one row per trust x financial year whose operating expenditure is under $limit pounds: no trust's is
select
    'operating_expenditure' as "column",
    printf('%.0f', operating_expenditure) as value,
    line,
    1 as cells
from rows
where operating_expenditure < $limit
order by line
