-- grain: one row per submission up to the publication's entry, with whether it stands and who decided that last
-- receipt: the first submission of the file that it came in; submissions from one file share it.
-- fictional: whether it has rows of fictional trusts or systems.
with
entries as (
    select *
    from ledger.entry
    where entry_id <= ?
),

newest as (
    select
        submission_id,
        arg_max(action, entry_id) as action,
        arg_max(made_by, entry_id) as changed_by,
        arg_max(made_at, entry_id) as changed_at,
        arg_max(note, entry_id) as reason
    from entries
    group by submission_id
)

select
    submission.submission_id,
    coalesce(submission_receipt.receipt, submission.submission_id) as receipt,
    submission.kind,
    submission.origin,
    submission.submission_id in (select submission_id from fictional_submissions) as fictional,
    submission.file_name,
    submission.sha256,
    submission.size_bytes,
    submission.row_count,
    entries.made_by as submitted_by,
    entries.made_at as submitted_at,
    entries.note,
    case when newest.action = 'withdraw' then 'withdrawn' else 'standing' end as state,
    case when newest.action <> 'submit' then newest.changed_by end as changed_by,
    case when newest.action <> 'submit' then newest.changed_at end as changed_at,
    case when newest.action <> 'submit' then newest.reason end as reason
from ledger.submission
inner join entries
    on entries.submission_id = submission.submission_id
    and entries.action = 'submit'
inner join newest on newest.submission_id = submission.submission_id
left join ledger.submission_receipt on submission_receipt.submission_id = submission.submission_id
order by submission.submission_id
