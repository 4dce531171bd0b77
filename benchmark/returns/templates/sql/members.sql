-- grain: one row per trust of the system $ics_code on the round's footprint; fictional trusts only in fictional systems
select memberships.ods_code
from publication.footprint_memberships as memberships
inner join publication.footprint_systems as systems using (assessment_year, footprint, ics_code)
inner join publication.trusts using (ods_code)
where
    memberships.ics_code = $ics_code
    and memberships.assessment_year = $assessment_year
    and memberships.footprint = $footprint
    and (systems.fictional or not trusts.fictional)
