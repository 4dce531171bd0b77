-- grain: one row per trust x care setting x pillar x round of the return, where the pillar moved by $limit or more
-- A pillar's score is the mean of its domains where the return has them; the round before is the newest
-- earlier one, in the return itself or in what was published.
with
incoming as (
    select
        assessment_year,
        ods_code,
        care_setting,
        pillar,
        coalesce(
            avg(score) filter (where domain is not null),
            max(score) filter (where domain is null)
        ) as score,
        min(line) as line
    from rows
    group by assessment_year, ods_code, care_setting, pillar
),

known as (
    select * from incoming
    union all
    select assessment_year, ods_code, care_setting, pillar, score, null as line
    from publication.unit_pillar_scores
    anti join incoming using (assessment_year, ods_code, care_setting, pillar)
    semi join incoming using (ods_code, care_setting, pillar)
),

moves as (
    select
        *,
        lag(score) over unit_pillar as before,
        lag(assessment_year) over unit_pillar as year
    from known
    window unit_pillar as (partition by ods_code, care_setting, pillar order by assessment_year)
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
where moves.line is not null and round(abs(moves.score - moves.before), 6) >= $limit
order by moves.line
