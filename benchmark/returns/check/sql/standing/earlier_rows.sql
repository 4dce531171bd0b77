-- grain: one row per current row of an earlier return about the same as the return
-- same_place: its care setting is in the return too, if the kind has care settings.
select
    standing.submission_id,
    {key},
    concat_ws(', ', {words}) as words,
    exists (select 1 from rows where {same_place}) as same_place
from publication.{kind} as standing
inner join publication.submissions as submissions
    on standing.submission_id = submissions.submission_id and submissions.origin = 'return'
where
    exists (select 1 from rows where {same_scope})
    and not list_contains($replaced, standing.submission_id)
