-- grain: one row per earlier return with current rows about the same as the return that the return lacks
-- Rows of a care setting that the return lacks count only if the earlier return has a setting that it has: a
-- trust returns each of its settings separately.
with
earlier as (
    select
        earlier_rows.*,
        exists (select 1 from rows where {same_key}) as held
    from earlier_rows
),

counted as (
    select
        submission_id,
        count(*) filter (where not held) as left_standing,
        list_sort(list(words) filter (where not held))[:{shown}] as words
    from earlier
    group by submission_id
    having
        count(*) filter (where not held) > 0
        and (
            bool_or(held)
            or ({timed} and bool_or(same_place) and not list_contains($beside, submission_id))
        )
)

select
    submissions.submission_id as number,
    submissions.file_name,
    submissions.submitted_by as by,
    submissions.submitted_at,
    counted.left_standing,
    counted.words
from counted
inner join publication.submissions as submissions using (submission_id)
order by submissions.submission_id
