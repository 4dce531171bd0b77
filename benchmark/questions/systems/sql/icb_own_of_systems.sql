-- grain: one row per system of the footprint whose board returned its own scores in the round
-- $pillar null: the equal-weight mean of the board's pillars.
select scores.ics_code, avg(scores.score) as score
from publication.icb_maturity_scores as scores
inner join publication.footprint_systems as systems
    on systems.assessment_year = scores.assessment_year
    and systems.ics_code = scores.ics_code
    and systems.footprint = $footprint
where scores.assessment_year = $assessment_year and (scores.pillar = $pillar or $pillar is null)
group by scores.ics_code
