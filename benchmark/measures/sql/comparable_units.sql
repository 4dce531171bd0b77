-- grain: one row per trust x care setting x round with a comparable overall score, of two rounds
select scores.assessment_year, scores.ods_code, trusts.name as trust, scores.care_setting, scores.score
from publication.overall_comparable as scores
inner join publication.trusts using (ods_code)
where scores.assessment_year in ($year_from, $year_to)
