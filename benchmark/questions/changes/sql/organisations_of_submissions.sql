-- grain: one row per returned submission, standing or withdrawn, x code of an organisation that it is about
select submission_id, code
from publication.submission_organisations
where code <> '' and not replaced
order by submission_id, code
