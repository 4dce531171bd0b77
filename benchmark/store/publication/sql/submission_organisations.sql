-- grain: one row per submission that was returned or is the demonstration's x code of an organisation that it is about
-- {of_kinds}: submission_id and code, of each kind. A plan is of a system, of a group, or of a list of members.
create table pub.submission_organisations as
select distinct found.submission_id, found.code
from ({of_kinds}) as found
semi join (
    select submission_id
    from pub.submission_log
    where origin <> 'published'
) as known on known.submission_id = found.submission_id
where found.code is not null
order by all
