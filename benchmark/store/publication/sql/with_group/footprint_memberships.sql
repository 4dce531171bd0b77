-- grain: one row per trust on a footprint on which a group counts as a system, and its trusts are in no other
select
    memberships.assessment_year,
    $footprint as footprint,
    memberships.ods_code,
    if(own.ods_code is null, memberships.ics_code, split_part($footprint, '/', 2)) as ics_code,
    memberships.basis
from publication.footprint_memberships as memberships
left join ({own_trusts}) as own using (ods_code)
where memberships.assessment_year = $assessment_year and memberships.footprint = split_part($footprint, '/', 1)
