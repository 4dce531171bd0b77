-- grain: one row per round x trust x care setting x pillar
-- key: assessment_year, ods_code, care_setting, pillar
-- A pillar's score is the mean of its domains where its newest return has domains, and otherwise the score as
-- returned. The newest return decides, so that older domains do not hide a pillar score sent as a correction.
with
pillar_rows as (
    select
        assessment_year,
        ods_code,
        care_setting,
        pillar,
        avg(score order by domain) filter (where domain is not null) as mean_of_domains,
        max(score) filter (where domain is null) as as_returned,
        count(domain) as domains,
        coalesce(
            max(submission_id) filter (where domain is not null)
            >= max(submission_id) filter (where domain is null),
            count(domain) > 0
        ) as by_domains,
        max(submission_id) as submission_id
    from maturity_scores
    group by assessment_year, ods_code, care_setting, pillar
)

select
    pillar_rows.assessment_year,
    pillar_rows.ods_code,
    pillar_rows.care_setting,
    pillar_rows.pillar,
    case when by_domains then domains else 0 end as domains,
    case when by_domains then mean_of_domains else as_returned end as score,
    pillar_rows.submission_id,
    pillars.position as pillar_position,
    trusts.fictional
from pillar_rows
inner join pillars using (pillar)
inner join trusts using (ods_code)
