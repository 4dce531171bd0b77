-- grain: one row per system on the round's footprint
select ics_code, name, region_code, region, fictional
from publication.footprint_systems
where assessment_year = $assessment_year and footprint = $footprint
