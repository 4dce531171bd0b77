-- grain: one row per system, predecessor and successor of the trust $ods_code, in order of time
with
systems as (
    select
        'system' as relation,
        ics.name || ' (' || ics.ics_code || ')' as relative,
        memberships.valid_from as since
    from publication.memberships
    inner join publication.ics using (ics_code)
    inner join publication.trusts using (ods_code)
    where
        memberships.ods_code = $ods_code
        -- its successor has a place in today's systems, to which the closed trust itself never belonged
        and memberships.valid_from <= coalesce(trusts.closed_on, date '9999-12-31')
),

predecessors as (
    select
        'predecessor' as relation,
        trusts.name || ' (' || trusts.ods_code || ')' as relative,
        trust_successions.effective_from as since
    from publication.trust_successions
    inner join publication.trusts using (ods_code)
    where trust_successions.successor_ods_code = $ods_code
),

successors as (
    select
        'successor' as relation,
        heirs.now_name || ' (' || heirs.ods_code || ')' as relative,
        trust_successions.effective_from as since
    from publication.trust_successions
    inner join (select distinct ods_code, now_name from publication.names_of_rounds) as heirs
        on heirs.ods_code = trust_successions.successor_ods_code
    where trust_successions.ods_code = $ods_code
)

select relation, relative
from (select * from systems union all select * from predecessors union all select * from successors)
order by relation, since, relative
