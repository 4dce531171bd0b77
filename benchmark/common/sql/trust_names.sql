-- grain: one row per trust, with its name in the round on the footprint
select ods_code, called
from publication.footprint_trusts
where assessment_year = $assessment_year and footprint = $footprint
order by ods_code
