-- grain: one row per ledger entry up to the one given, with the hash of the file it is about
select entry.entry_id, entry.made_at, entry.action, entry.submission_id, submission.sha256
from entry
inner join submission using (submission_id)
where entry.entry_id <= ?
order by entry.entry_id
