-- grain: one row per entry that is dated before the one before it
-- check: entries follow each other in time
select 'entry ' || entry_id || ' is dated ' || made_at || ', before the entry before it' as fault
from (select entry_id, made_at, lag(made_at) over (order by entry_id) as before from entry)
where made_at < before
order by entry_id
