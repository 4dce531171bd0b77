-- grain: one row per trust, called as on the footprint on which the group stands
select * replace ($footprint as footprint)
from publication.footprint_trusts
where assessment_year = $assessment_year and footprint = split_part($footprint, '/', 1)
