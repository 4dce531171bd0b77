-- grain: one row per trust x care setting x round with a comparable overall score, of two rounds
-- Only the scores of this pair of rounds: a round in the middle has other scores with its other neighbour.
select scores.assessment_year, scores.ods_code, trusts.called as trust, scores.care_setting, scores.score
from publication.comparable_scores as scores
inner join publication.footprint_trusts as trusts
    on trusts.assessment_year = $assessment_year
    and trusts.footprint = $footprint
    and trusts.ods_code = scores.ods_code
where (scores.assessment_year = $year_from and scores.compared_with = $assessment_year)
    or (scores.assessment_year = $assessment_year and scores.compared_with = $year_from)
order by all
