-- grain: one row per entry of the ledger, oldest first: who did what to what, and with which result
-- An administrator may see no return, so submissions come without their notes and file names, which people write.
select
    entry.entry_id,
    entry.made_at,
    entry.made_by,
    coalesce(entry.subject, '') as subject,
    coalesce(event.what, entry.action) as action,
    case
        when event.entry_id is not null then event.about
        when entry.submission_id is not null
            then 'submission ' || entry.submission_id || ' (' || submission.kind || ')'
        when given.entry_id is not null then given.subject || ' as ' || given.role
            || case when given.scope = '' then '' else ' of ' || given.scope end
        when ended.entry_id is not null then 'grant ' || ended.grant_id
        when revoked.entry_id is not null then revoked.subject
        when decided.entry_id is not null then decided.ics_code || ': peers by ' || decided.peers
        else ''
    end as about,
    coalesce(event.outcome, 'done') as outcome,
    coalesce(entry.on_behalf, '') as on_behalf,
    case when entry.submission_id is null then entry.note else '' end as note
from entry
left join submission on submission.submission_id = entry.submission_id
left join event on event.entry_id = entry.entry_id
left join grant_given as given on given.entry_id = entry.entry_id
left join grant_ended as ended on ended.entry_id = entry.entry_id
left join sign_ins_revoked as revoked on revoked.entry_id = entry.entry_id
left join peers_decided as decided on decided.entry_id = entry.entry_id
order by entry.entry_id
