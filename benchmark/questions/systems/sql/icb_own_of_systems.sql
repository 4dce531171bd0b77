-- grain: one row per system of the footprint whose board returned its own scores in the round
-- $pillar null: the mean of the board's pillars, each with its weight.
select
    scores.ics_code,
    case
        when $pillar is null then sum(scores.score * pillars.weight order by scores.pillar) / sum(pillars.weight)
        else any_value(scores.score)
    end as score
from publication.icb_maturity_scores as scores
inner join publication.pillars using (pillar)
inner join publication.footprint_systems as systems
    on systems.assessment_year = scores.assessment_year
    and systems.ics_code = scores.ics_code
    and systems.footprint = $footprint
where scores.assessment_year = $assessment_year and (scores.pillar = $pillar or $pillar is null)
group by scores.ics_code
