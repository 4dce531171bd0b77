-- grain: one row per round x trust x care setting x score, over all rounds
-- scored: a pillar's key; 'overall', the weighted mean of the pillars; 'overall_comparable', the published
-- score for comparison with another round. $codes: the trusts asked for; null for all real trusts.
with
scores as (
    select assessment_year, null as compared_with, ods_code, care_setting, pillar as scored, pillar_position as position, score
    from publication.unit_pillar_scores
    union all
    select assessment_year, null, ods_code, care_setting, 'overall', 98, overall
    from publication.units
    union all
    select assessment_year, compared_with, ods_code, care_setting, 'overall_comparable', 99, score
    from publication.comparable_scores
)

select
    scores.assessment_year,
    coalesce(scores.compared_with, 0) as compared_with,
    scores.ods_code,
    trusts.name as trust,
    scores.care_setting,
    scores.scored,
    scores.position,
    scores.score
from scores
inner join publication.trusts using (ods_code)
where case when $codes is null then not trusts.fictional else list_contains($codes, scores.ods_code) end
order by scores.ods_code, scores.assessment_year, scores.care_setting, scores.position, scores.compared_with
