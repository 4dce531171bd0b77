-- grain: one row per disclosed figure whose day is after $today
select cast(disclosed_on as varchar) as value, line, 1 as cells
from rows
where disclosed_on > $today
order by line
