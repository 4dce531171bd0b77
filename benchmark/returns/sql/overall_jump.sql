-- grain: one row per trust x care setting x round of the return, where the overall score moved by $limit or more
with
known as (
    select assessment_year, ods_code, care_setting, score, line from rows
    union all
    select assessment_year, ods_code, care_setting, score, null as line
    from publication.overall_comparable
    anti join rows using (assessment_year, ods_code, care_setting)
    semi join rows using (ods_code, care_setting)
),

moves as (
    select
        *,
        lag(score) over unit as before,
        lag(assessment_year) over unit as year
    from known
    window unit as (partition by ods_code, care_setting order by assessment_year)
)

select
    printf('%.2f', moves.score) as value,
    'The overall score' as pillar,
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
where moves.line is not null and round(abs(moves.score - moves.before), 6) >= $limit
order by moves.line
