-- grain: one row per round x trust x care setting x pillar
-- key: assessment_year, ods_code, care_setting, pillar
-- A pillar's score is the mean of its domains where a return has them, and as returned where it has not.
create view unit_pillar_scores as
with
pillar_rows as (
    select
        assessment_year,
        ods_code,
        care_setting,
        pillar,
        count(domain) as domains,
        coalesce(
            avg(score) filter (where domain is not null),
            max(score) filter (where domain is null)
        ) as score,
        max(submission_id) as submission_id
    from maturity_scores
    group by assessment_year, ods_code, care_setting, pillar
)

select
    pillar_rows.*,
    pillars.position as pillar_position,
    trusts.fictional
from pillar_rows
inner join pillars using (pillar)
inner join trusts using (ods_code)
