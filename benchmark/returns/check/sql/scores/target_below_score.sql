-- grain: one row per own target at least $limit below the newest score of each care setting that it applies to
with
newest as (
    select
        ods_code,
        care_setting,
        pillar,
        arg_max(score, assessment_year) as score,
        max(assessment_year) as year
    from publication.unit_pillar_scores
    semi join rows using (ods_code, pillar)
    group by all
),

lowest as (
    select
        rows.line,
        rows.ods_code,
        rows.pillar,
        rows.target,
        min(newest.score) as score,
        max(newest.year) as year
    from rows
    inner join newest
        on rows.ods_code = newest.ods_code
        and rows.pillar = newest.pillar
        and coalesce(rows.care_setting, newest.care_setting) = newest.care_setting
    group by all
)

select
    printf('%.2f', lowest.target) as value,
    lowest.pillar,
    trusts.name,
    printf('%.2f', lowest.score) as score,
    cast(lowest.year as varchar) as year,
    lowest.line,
    1 as cells
from lowest
inner join publication.trusts using (ods_code)
where round(lowest.score - lowest.target, 6) >= $limit
order by lowest.line
