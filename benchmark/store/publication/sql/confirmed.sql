-- grain: one row per name or heading that a person confirmed, in any submission up to the publication's entry
-- layout: for a heading, the kind or layout that it was in. state: 'standing', 'replaced' (a later standing row is
-- about the same name or heading) or 'withdrawn'. replaces: the submission that it replaced.
with
confirmed as (
    select
        submission_id,
        'name' as sort,
        null as layout,
        alias as written,
        ods_code as stands_for
    from ledger.row_name_aliases
    union all
    select
        submission_id,
        'heading' as sort,
        layout,
        heading as written,
        stands_for
    from ledger.row_column_aliases
),

of_log as (
    select
        confirmed.*,
        log.fictional,
        log.submitted_by,
        log.submitted_at,
        log.state,
        log.note
    from confirmed
    inner join pub.submission_log as log using (submission_id)
)

select
    submission_id,
    sort,
    layout,
    written,
    stands_for,
    fictional,
    submitted_by,
    submitted_at,
    case
        when state = 'standing' and lead(submission_id) over in_turn is not null then 'replaced'
        else state
    end as state,
    case when state = 'standing' then lag(submission_id) over in_turn end as replaces,
    case when state = 'standing' then lag(stands_for) over in_turn end as replaces_stands_for,
    note
from of_log
window in_turn as (partition by sort, layout, written, state order by submission_id)
order by submission_id, sort, layout, written
