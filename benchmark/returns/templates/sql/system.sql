-- grain: one row: the system $ics_code on the round's footprint
select name, fictional
from publication.footprint_systems
where ics_code = $ics_code and assessment_year = $assessment_year and footprint = $footprint
