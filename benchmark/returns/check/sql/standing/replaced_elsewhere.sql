-- grain: one row per submission to replace that has rows about others than the return is about
select
    submissions.submission_id as number,
    submissions.file_name,
    submissions.submitted_by as by,
    submissions.submitted_at,
    count(*) as fallen,
    list_sort(list(concat_ws(', ', {words})))[:{shown}] as words
from publication.{kind} as standing
inner join publication.submissions as submissions
    on standing.submission_id = submissions.submission_id
where
    list_contains($replaced, standing.submission_id)
    and not exists (select 1 from rows where {same_scope})
group by all
order by number
