-- grain: one row per board x pillar x round of the return that moved by at least $limit since the latest earlier round
with
known as (
    select assessment_year, ics_code, pillar, score from rows
    union all
    select assessment_year, ics_code, pillar, score
    from publication.icb_maturity_scores
    anti join rows using (assessment_year, ics_code, pillar)
),

moves as (
    select
        rows.ics_code,
        rows.pillar,
        rows.score,
        rows.line,
        arg_max(known.score, known.assessment_year) as before,
        max(known.assessment_year) as year
    from rows
    inner join known
        on rows.ics_code = known.ics_code
        and rows.pillar = known.pillar
        and rows.assessment_year > known.assessment_year
    group by all
)

select
    printf('%.2f', moves.score) as value,
    moves.pillar,
    ics.name,
    'its board''s own return' as setting,
    printf('%.2f', moves.before) as before,
    printf('%.2f', moves.score) as after,
    cast(moves.year as varchar) as year,
    printf('%.1f', $limit) as "limit",
    moves.line,
    1 as cells
from moves
inner join publication.ics using (ics_code)
where round(abs(moves.score - moves.before), 6) >= $limit
order by moves.line
