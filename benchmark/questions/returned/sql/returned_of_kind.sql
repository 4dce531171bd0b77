-- grain: one row per trust or system with standing rows of a kind, for one period if the kind has periods
-- who_has_returned fills in kind, whose, period and what: names of tables and columns cannot be parameters.
with
found as (
    select {whose} as code, count(*) as row_count, max(submission_id) as submission_id, {what} as what
    from publication.{kind}
    where $period is null or cast({period} as varchar) = $period
    group by 1
)

select
    found.code,
    found.row_count,
    found.what,
    found.submission_id,
    submissions.file_name,
    submissions.submitted_by,
    submissions.submitted_at
from found
inner join publication.submissions using (submission_id)
order by found.code
