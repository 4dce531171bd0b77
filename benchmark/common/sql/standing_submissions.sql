-- grain: one row per submission that the publication was built from
select
    submission_id,
    kind,
    origin,
    fictional,
    file_name,
    row_count,
    submitted_by,
    submitted_at,
    note
from publication.submissions
order by submission_id
