-- grain: one row per pillar that the system's board returned for itself in the round
select scores.pillar, pillars.position as pillar_position, scores.score
from publication.icb_maturity_scores as scores
inner join publication.pillars using (pillar)
where scores.ics_code = $ics_code and scores.assessment_year = $assessment_year
order by pillars.position
