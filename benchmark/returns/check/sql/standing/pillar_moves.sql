-- grain: one row per pillar of a unit in the return with a current score that would change
-- rows: one for each such pillar, with `score` as it would be.
select
    rows.line,
    rows.assessment_year,
    rows.ods_code,
    rows.care_setting,
    rows.pillar,
    scored.score as before,
    rows.score as after,
    submissions.origin = 'published' as published,
    submissions.submission_id as number,
    submissions.file_name,
    submissions.submitted_by as by,
    submissions.submitted_at,
    submissions.note
from rows
inner join publication.unit_pillar_scores as scored using (assessment_year, ods_code, care_setting, pillar)
inner join publication.submissions as submissions using (submission_id)
where abs(rows.score - scored.score) > $same
order by rows.line, rows.pillar
