-- grain: one row per system of the round's footprint, with its trusts and the units that returned anything
-- A fictional trust counts only in a fictional system, and fictional systems come last.
with
systems as (
    select *
    from publication.footprint_systems
    where assessment_year = $assessment_year and footprint = $footprint
),

members as (
    select systems.ics_code, memberships.ods_code
    from publication.footprint_memberships as memberships
    inner join systems using (ics_code)
    inner join publication.trusts using (ods_code)
    where
        memberships.assessment_year = $assessment_year
        and memberships.footprint = $footprint
        and (systems.fictional or not trusts.fictional)
),

returned as (
    select ods_code, care_setting
    from publication.maturity_scores
    where assessment_year = $assessment_year
    union
    select ods_code, care_setting
    from publication.comparable_of_round
    where assessment_year = $assessment_year
)

select
    systems.ics_code,
    systems.name,
    systems.region_code,
    systems.region,
    systems.fictional,
    count(distinct members.ods_code) as trusts,
    count(returned.care_setting) as units
from systems
left join members using (ics_code)
left join returned using (ods_code)
group by all
order by systems.fictional, systems.region, systems.name
