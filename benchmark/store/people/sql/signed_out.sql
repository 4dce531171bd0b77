-- grain: one row per sign-in that its person ended in the two days before the newest entry; a sign-in lasts at most one
select distinct event.about as session
from event
inner join entry on entry.entry_id = event.entry_id
where
    event.what = 'sign-out'
    and entry.made_at > (select max(made_at) from entry) - interval '2 days'
