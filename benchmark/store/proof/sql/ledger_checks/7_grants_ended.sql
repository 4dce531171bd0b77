-- grain: one row per end of a grant that was never given, or was given later
-- check: every grant that was ended was given before
select 'entry ' || ended.entry_id || ' ends grant ' || ended.grant_id || ', which was not given before' as fault
from grant_ended as ended
left join grant_given as given
    on given.entry_id = ended.grant_id
    and given.entry_id < ended.entry_id
where given.entry_id is null
order by ended.entry_id
