-- grain: one row per kind with any submission up to the entry given, and whether any of them was a return
select submission.kind, bool_or(submission.origin = 'return') as was_returned
from ledger.submission
inner join ledger.entry using (submission_id)
where entry.entry_id <= ?
group by submission.kind
