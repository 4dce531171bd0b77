-- grain: one row per row of the submission $submission_id that shows in the publication, in the file's order
select * exclude (submission_id)
from publication.rows_of_kind
where submission_id = $submission_id
order by line
limit $limit
