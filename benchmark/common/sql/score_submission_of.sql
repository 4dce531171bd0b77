-- grain: one row per trust x care setting x pillar of the round, with the newest submission of its score
select ods_code, care_setting, pillar, submission_id
from publication.unit_pillar_scores
where assessment_year = $assessment_year
