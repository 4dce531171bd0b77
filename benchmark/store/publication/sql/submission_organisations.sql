-- grain: one row per submission that was returned or is the demonstration's x code of an organisation that it is about
-- {of_kinds}: submission_id and code, of each kind. A plan is of a system, of a group, or of a list of members.
-- A pack that was kept while nobody signed in was made of all that the store held then, whatever it is about. So it has
-- an empty code beside, which nobody is granted.
create table pub.submission_organisations as
with
unsigned as (
    select log.submission_id, '' as code
    from pub.submission_log as log
    inner join ledger.entry
        on entry.submission_id = log.submission_id
        and entry.action = 'submit'
    where log.kind = 'board_packs' and entry.subject is null
)

select distinct found.submission_id, found.code
from (
    {of_kinds}
    union all
    select submission_id, code from unsigned
) as found
semi join (
    select submission_id
    from pub.submission_log
    where origin <> 'published'
) as known on known.submission_id = found.submission_id
where found.code is not null
order by all
