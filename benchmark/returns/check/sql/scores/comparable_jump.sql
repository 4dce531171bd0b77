-- grain: one row per comparable score of the return that moved by at least $limit since the round it is compared with
-- The earlier score is that of the same pair, from the return itself or from current rows.
with
known as (
    select assessment_year, compared_with, ods_code, care_setting, score from rows
    union all
    select assessment_year, compared_with, ods_code, care_setting, score
    from publication.comparable_scores
    anti join rows using (assessment_year, compared_with, ods_code, care_setting)
)

select
    printf('%.2f', rows.score) as value,
    rows.pillar,
    trusts.name,
    rows.care_setting as setting,
    printf('%.2f', known.score) as before,
    printf('%.2f', rows.score) as after,
    cast(known.assessment_year as varchar) as year,
    printf('%.1f', $limit) as "limit",
    rows.line,
    rows.cells
from rows
inner join known
    on known.assessment_year = rows.compared_with
    and known.compared_with = rows.assessment_year
    and known.ods_code = rows.ods_code
    and known.care_setting = rows.care_setting
inner join publication.trusts on trusts.ods_code = rows.ods_code
where rows.assessment_year > rows.compared_with and round(abs(rows.score - known.score), 6) >= $limit
order by rows.line
