-- grain: one row per membership of the return that begins after $today
select cast(valid_from as varchar) as value, member_code as member, line, 1 as cells
from rows
where valid_from > $today
order by line
