-- grain: one row per trust x care setting x round with a comparable overall score, of two rounds
-- The scores that the two rounds are compared by: a round in the middle has others towards its other neighbour.
select scores.assessment_year, scores.ods_code, trusts.name as trust, scores.care_setting, scores.score
from publication.comparable_scores as scores
inner join publication.trusts using (ods_code)
where (scores.assessment_year = $year_from and scores.compared_with = $year_to)
    or (scores.assessment_year = $year_to and scores.compared_with = $year_from)
order by all
