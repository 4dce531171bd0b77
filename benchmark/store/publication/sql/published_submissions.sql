-- grain: one row per submission that stands, without its file
select
    submission_id,
    kind,
    origin,
    fictional,
    file_name,
    sha256,
    row_count,
    submitted_by,
    submitted_at,
    note
from pub.submission_log
semi join standing using (submission_id)
order by submission_id
