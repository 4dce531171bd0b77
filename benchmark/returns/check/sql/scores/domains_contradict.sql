-- grain: one row per unit x pillar of the return whose own score differs from its domains' mean by over $limit
with
pillar_rows as (
    select
        assessment_year,
        ods_code,
        care_setting,
        pillar,
        max(score) filter (where domain is null) as own,
        avg(score) filter (where domain is not null) as mean,
        min(line) filter (where domain is null) as line
    from rows
    group by all
)

select
    printf('%.2f', pillar_rows.own) as value,
    printf('%.2f', pillar_rows.mean) as mean,
    pillars.name as pillar,
    trusts.name,
    pillar_rows.care_setting as setting,
    pillar_rows.line,
    1 as cells
from pillar_rows
inner join publication.trusts using (ods_code)
inner join publication.pillars using (pillar)
where round(abs(pillar_rows.own - pillar_rows.mean), 6) > $limit
order by pillar_rows.line
