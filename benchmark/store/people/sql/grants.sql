-- grain: one row per grant, with its end if it was ended, oldest first
with
codes as (
    select entry_id, list(code order by code) as codes
    from grant_code
    group by entry_id
),

ended as (
    select grant_ended.grant_id, entry.made_by as ended_by, entry.made_at as ended_at
    from grant_ended
    inner join entry on entry.entry_id = grant_ended.entry_id
)

select
    given.entry_id as grant_id,
    given.subject,
    given.role,
    given.scope,
    coalesce(codes.codes, []) as codes,
    given.starts,
    given.ends,
    entry.made_by as given_by,
    entry.made_at as given_at,
    ended.ended_by,
    ended.ended_at
from grant_given as given
inner join entry on entry.entry_id = given.entry_id
left join codes on codes.entry_id = given.entry_id
left join ended on ended.grant_id = given.entry_id
order by given.entry_id
