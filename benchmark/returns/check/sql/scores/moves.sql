-- grain: one row per trust x care setting x pillar x round of the return that has an earlier score
-- The earlier score is from the latest earlier round, in the return itself or in current rows.
with
known as (
    select assessment_year, ods_code, care_setting, pillar, score from rows
    union all
    select assessment_year, ods_code, care_setting, pillar, score
    from publication.unit_pillar_scores
    anti join rows using (assessment_year, ods_code, care_setting, pillar)
)

select
    rows.assessment_year,
    rows.ods_code,
    rows.care_setting,
    rows.pillar,
    rows.score,
    rows.line,
    arg_max(known.score, known.assessment_year) as before,
    max(known.assessment_year) as year
from rows
inner join known
    on rows.ods_code = known.ods_code
    and rows.care_setting = known.care_setting
    and rows.pillar = known.pillar
    and rows.assessment_year > known.assessment_year
group by all
