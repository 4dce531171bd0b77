-- grain: one row per system on either footprint of the round
select
    ics_code,
    name,
    fictional,
    bool_or(footprint = 'assessed') as is_assessed,
    bool_or(footprint = 'current') as is_current
from publication.footprint_systems
where assessment_year = $assessment_year
group by all
order by ics_code
