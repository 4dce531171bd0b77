-- grain: one row per submission that was returned or is the demonstration's x code of an organisation that it is about
-- {of_kinds}: submission_id and code, for each kind. A plan is for a system, a group, or a list of members.
-- A pack that was kept while nobody signed in was made from everything in the store then, whatever its subject. So it
-- also has a row with an empty code, which nobody is granted.
-- replaced: it counts as about that organisation only because its file replaced one that was, which its questions show.
-- on_behalf: it was submitted by somebody who is not of the organisation, or by an unknown person.
create table pub.submission_organisations as
with
submitted as (
    select log.submission_id, log.receipt, log.kind, entry.subject, entry.on_behalf
    from pub.submission_log as log
    inner join ledger.entry
        on entry.submission_id = log.submission_id
        and entry.action = 'submit'
    where log.origin <> 'published'
),

about as (
    {of_kinds}
    union all
    select submission_id, '' as code
    from submitted
    where kind = 'board_packs' and subject is null
),

with_replaced as (
    select submission_id, code, false as replaced
    from about
    union all
    select parts.submission_id, about.code, true as replaced
    from ledger.submission_replaced as gone
    inner join submitted as parts on parts.receipt = gone.receipt
    inner join submitted as given on given.submission_id = gone.submission_id
    inner join submitted as given_with_it on given_with_it.receipt = given.receipt
    inner join about on about.submission_id = given_with_it.submission_id
)

select
    found.submission_id,
    found.code,
    bool_and(found.replaced) as replaced,
    any_value(subject is null or list_contains(string_split(coalesce(on_behalf, ''), ', '), found.code)) as on_behalf
from with_replaced as found
inner join submitted on submitted.submission_id = found.submission_id
where found.code is not null
group by found.submission_id, found.code
order by all
