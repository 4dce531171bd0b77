-- grain: one row per row of the return that replaces a current row and leads to a question
-- found: the count of all such rows, even if fewer are listed.
select
    rows.line,
    {key},
    {pairs},
    submissions.origin = 'published' and ({replaced}) as published,
    {large} as large,
    {emptied} as emptied,
    submissions.submission_id as number,
    submissions.file_name,
    submissions.submitted_by as by,
    submissions.submitted_at,
    submissions.note,
    count(*) over () as found
from rows
inner join publication.{kind} as standing
    on {same_key}
inner join publication.submissions as submissions
    on standing.submission_id = submissions.submission_id
where (submissions.origin = 'published' and ({replaced})) or {large} or {emptied}
order by rows.line
limit {listed}
