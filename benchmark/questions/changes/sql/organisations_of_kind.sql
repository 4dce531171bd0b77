-- grain: one row per submission of a kind x organisation that its visible rows are about
-- The measure fills in kind and whose: names of tables and columns cannot be parameters.
select distinct submission_id, {whose} as code
from publication.{kind}
where {whose} is not null
