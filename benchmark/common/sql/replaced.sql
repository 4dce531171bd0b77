-- grain: one row per unit x pillar of the round whose published score a return replaced
select
    replaced.ods_code,
    replaced.care_setting,
    replaced.pillar,
    replaced.score,
    replaced.published_score,
    replaced.submission_id,
    submissions.file_name,
    submissions.submitted_by,
    submissions.submitted_at
from publication.replaced_published as replaced
inner join publication.submissions using (submission_id)
where replaced.assessment_year = $assessment_year
