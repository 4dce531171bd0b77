-- grain: one row per submission of a kind with shown rows x trust that the rows are about
-- The Python code fills in the kind: the name of a table cannot be a parameter.
select distinct submission_id, ods_code
from publication.{kind}
order by submission_id, ods_code
