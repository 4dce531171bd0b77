-- grain: one row per successor or predecessor of the system $ics_code, those that share most trusts first
with
neighbours as (
    select successor_ics_code as ics_code
    from publication.ics_successions
    where ics_code = $ics_code
    union
    select ics_code
    from publication.ics_successions
    where successor_ics_code = $ics_code
),

own_trusts as (
    select distinct ods_code
    from publication.memberships
    where ics_code = $ics_code
)

select neighbours.ics_code
from neighbours
left join publication.memberships using (ics_code)
left join own_trusts using (ods_code)
group by neighbours.ics_code
order by count(distinct own_trusts.ods_code) desc, neighbours.ics_code
