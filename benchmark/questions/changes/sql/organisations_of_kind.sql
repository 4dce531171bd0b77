-- grain: one row per submission of a kind that has rows that show x organisation that these are about
-- kind and whose are put in by the measure: names of tables and columns are no parameters.
select distinct submission_id, {whose} as code
from publication.{kind}
where {whose} is not null
