-- grain: one row per trust x care setting x pillar x round of the return, where the pillar moved by $limit or more
-- The round before is the newest earlier one, in the return itself or in what was published.
with
known as (
    select assessment_year, ods_code, care_setting, pillar, score from rows
    union all
    select assessment_year, ods_code, care_setting, pillar, score
    from publication.unit_pillar_scores
    anti join rows using (assessment_year, ods_code, care_setting, pillar)
),

moves as (
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
)

select
    printf('%.2f', moves.score) as value,
    moves.pillar,
    trusts.name,
    moves.care_setting as setting,
    printf('%.2f', moves.before) as before,
    printf('%.2f', moves.score) as after,
    cast(moves.year as varchar) as year,
    printf('%.1f', $limit) as "limit",
    moves.line,
    1 as cells
from moves
inner join publication.trusts using (ods_code)
where round(abs(moves.score - moves.before), 6) >= $limit
order by moves.line
