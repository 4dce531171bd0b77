-- grain: one row per trust on the round's footprint, in its system, with whether it was open on the footprint's day
-- A fictional trust counts only in a fictional system. Each table is first limited to the footprint: joined by round
-- and footprint, every system of a group would be paired with every trust.
with memberships as (
    select ods_code, ics_code
    from publication.footprint_memberships
    where assessment_year = $assessment_year and footprint = $footprint
),

systems as (
    select ics_code, fictional
    from publication.footprint_systems
    where assessment_year = $assessment_year and footprint = $footprint
),

trusts as (
    select ods_code, called, fictional, opened_on, closed_on
    from publication.footprint_trusts
    where assessment_year = $assessment_year and footprint = $footprint
)

select
    ods_code,
    trusts.called as trust,
    ics_code,
    systems.fictional,
    trusts.opened_on <= footprints.footprint_on
    and footprints.footprint_on <= coalesce(trusts.closed_on, date '9999-12-31') as is_open
from memberships
inner join systems using (ics_code)
inner join trusts using (ods_code)
inner join publication.footprints
    on footprints.assessment_year = $assessment_year and footprints.footprint = $footprint
where systems.fictional or not trusts.fictional
order by ods_code
