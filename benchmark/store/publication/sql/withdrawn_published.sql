-- grain: one row per submission of a published file of which no version stands, the newest version of each
-- {database}: the publication's.
select max(submission_id) as submission_id, file_name
from {database}.submission_log
where origin = 'published'
group by file_name
having bool_and(state = 'withdrawn')
order by 1
