-- grain: one row per disclosed figure that was disclosed before its financial year ended
select cast(disclosed_on as varchar) as value, financial_year as year, line, 1 as cells
from rows
where disclosed_on < make_date(cast(financial_year[1:4] as integer) + 1, 4, 1)
order by line
