-- grain: one row per trust on the round's footprint, in its system, with whether it was open on the footprint's day
-- A fictional trust counts in a fictional system only.
select
    memberships.ods_code,
    trusts.called as trust,
    systems.ics_code,
    systems.fictional,
    trusts.opened_on <= footprints.footprint_on
    and footprints.footprint_on <= coalesce(trusts.closed_on, date '9999-12-31') as is_open
from publication.footprint_memberships as memberships
inner join publication.footprints using (assessment_year, footprint)
inner join publication.footprint_systems as systems using (assessment_year, footprint, ics_code)
inner join publication.footprint_trusts as trusts using (assessment_year, footprint, ods_code)
where
    memberships.assessment_year = $assessment_year
    and memberships.footprint = $footprint
    and (systems.fictional or not trusts.fictional)
order by memberships.ods_code
