-- grain: one row per trust x care setting x pillar x round, of two rounds
select
    scores.assessment_year,
    scores.ods_code,
    trusts.name as trust,
    scores.care_setting,
    scores.pillar,
    scores.score
from publication.unit_pillar_scores as scores
inner join publication.trusts using (ods_code)
where scores.assessment_year in ($year_from, $year_to)
order by scores.assessment_year, scores.ods_code, scores.care_setting, scores.pillar_position
