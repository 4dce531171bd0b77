-- grain: one row: the system $ics_code on the round's footprint
select ics_code, name, region_code, region, fictional
from publication.footprint_systems
where ics_code = $ics_code and assessment_year = $assessment_year and footprint = $footprint
