-- grain: one row per submission up to the publication's entry, the newest first
select *
from publication.submission_log
order by submission_id desc
