-- grain: one row per kind of which any submission came in up to the entry given
select distinct submission.kind
from ledger.submission
inner join ledger.entry using (submission_id)
where entry.entry_id <= ?
