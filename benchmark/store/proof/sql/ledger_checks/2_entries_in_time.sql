-- grain: one row per entry that is dated before the one before it
-- check: entries follow each other in time
-- An entry dated more than a day earlier is allowed: a person confirmed that the clock of the one before was ahead.
select 'entry ' || entry_id || ' is dated ' || made_at || ', before the entry before it' as fault
from (select entry_id, made_at, clock_at, lag(made_at) over (order by entry_id) as before from entry)
where made_at < before
    and not (made_at is not distinct from clock_at and made_at < before - interval 1 day)
order by entry_id
