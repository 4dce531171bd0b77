-- grain: one row per entry whose number does not follow the one before
-- check: entries are numbered without holes
select 'entry ' || entry_id || ' follows ' || before as fault
from (select entry_id, coalesce(lag(entry_id) over (order by entry_id), 0) as before from entry)
where entry_id <> before + 1
order by entry_id
