-- grain: one row per submission that stands, without its file
-- fictional: it has rows of fictional trusts or systems.
select
    submission.submission_id,
    submission.kind,
    submission.origin,
    submission.submission_id in (select submission_id from fictional_submissions) as fictional,
    submission.file_name,
    submission.sha256,
    submission.row_count,
    entry.made_by as submitted_by,
    entry.made_at as submitted_at,
    entry.note
from ledger.submission
semi join standing using (submission_id)
inner join ledger.entry
    on entry.submission_id = submission.submission_id
    and entry.action = 'submit'
order by submission.submission_id
