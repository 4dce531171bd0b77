-- grain: one row per round x footprint x trust
-- key: assessment_year, footprint, ods_code
-- A fictional round has members of fictional systems only.
create view footprint_memberships as
select
    footprints.assessment_year,
    footprints.footprint,
    memberships.ods_code,
    if(footprints.footprint = 'expected', coalesce(merged.group_code, ics_code), ics_code) as ics_code,
    memberships.basis
from footprints
inner join memberships
    on memberships.valid_from <= footprints.footprint_on
    and footprints.footprint_on <= coalesce(memberships.valid_to, date '9999-12-31')
left join ics using (ics_code)
left join expected_mergers as merged using (ics_code)
where coalesce(ics.fictional, false) or not footprints.fictional
