-- grain: one row per trust, with its name on the footprint on which the group counts as a system
select * replace ($footprint as footprint)
from publication.footprint_trusts
where assessment_year = $assessment_year and footprint = split_part($footprint, '/', 1)
