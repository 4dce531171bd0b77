-- grain: one row per row of the submission $submission_id that is shown in the publication, in the file's order
-- showing: how many there are, without the limit
select
    * exclude (submission_id),
    count(*) over () as showing
from publication.rows_of_kind
where submission_id = $submission_id
order by line
limit $limit
