-- grain: one row per system of the footprint whose board has a comparable overall score of its own in the round
-- For the same pair of rounds as its trusts' scores.
select scores.ics_code, scores.score
from publication.icb_comparable_scores as scores
inner join publication.footprint_systems as systems
    on systems.assessment_year = scores.assessment_year
    and systems.ics_code = scores.ics_code
    and systems.footprint = $footprint
where scores.assessment_year = $assessment_year and scores.compared_with is not distinct from $compared_with
