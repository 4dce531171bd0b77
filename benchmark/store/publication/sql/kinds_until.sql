-- grain: one row per kind of which any submission came in up to the entry given, with whether any was a return
select submission.kind, bool_or(submission.origin = 'return') as was_returned
from ledger.submission
inner join ledger.entry using (submission_id)
where entry.entry_id <= ?
group by submission.kind
