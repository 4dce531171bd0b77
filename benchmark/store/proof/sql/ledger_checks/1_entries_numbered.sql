-- grain: one row per entry whose number does not follow the one before
-- After a restored backup, numbers continue above the highest one that the store ever gave.
-- check: entries are numbered without holes
select 'entry ' || entry_id || ' follows ' || before as fault
from (
    select
        entry.entry_id,
        coalesce(lag(entry.entry_id) over (order by entry.entry_id), 0) as before,
        restored.entry_before
    from entry
    left join restored_backup as restored using (entry_id)
)
where entry_id <> greatest(before, coalesce(entry_before, 0)) + 1
order by entry_id
