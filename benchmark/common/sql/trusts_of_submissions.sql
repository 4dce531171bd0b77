-- grain: one row per submission of a kind that has rows that show x trust that these are of
-- kind is put in by the measure: names of tables are no parameters.
select distinct submission_id, ods_code
from publication.{kind}
order by submission_id, ods_code
