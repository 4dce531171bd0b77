-- grain: one row per round x trust x care setting x pillar whose shown score, from a return, replaced one that came with the product
-- published_score: the score that would be shown without returns, by the rule of unit_pillar_scores, from the standing
-- files that came with the product.
create table pub.replaced_published as
with
published as (
    select
        assessment_year,
        ods_code,
        care_setting,
        pillar,
        if(
            coalesce(
                max(submission_id) filter (where domain is not null)
                >= max(submission_id) filter (where domain is null),
                count(domain) > 0
            ),
            avg(score order by domain) filter (where domain is not null),
            max(score) filter (where domain is null)
        ) as published_score,
        max(submission_id) as published_submission_id
    from pub.covered_maturity_scores
    group by assessment_year, ods_code, care_setting, pillar
)

select
    assessment_year,
    ods_code,
    care_setting,
    pillar,
    shown.score,
    shown.submission_id,
    published.published_score,
    published.published_submission_id
from pub.unit_pillar_scores as shown
semi join (select submission_id from pub.submissions where origin = 'return') using (submission_id)
inner join published using (assessment_year, ods_code, care_setting, pillar)
order by assessment_year, ods_code, care_setting, shown.pillar_position
