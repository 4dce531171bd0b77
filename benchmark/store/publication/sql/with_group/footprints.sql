-- grain: one row, the day of a footprint on which a group counts as a system
select
    assessment_year,
    $footprint as footprint,
    footprint_on,
    fictional
from publication.footprints
where assessment_year = $assessment_year and footprint = split_part($footprint, '/', 1)
