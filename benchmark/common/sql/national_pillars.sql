-- grain: one row per care setting x pillar of the round; no fictional trust
select
    care_setting,
    pillar,
    pillar_position,
    count(*) as n,
    avg(score) as mean,
    median(score) as median,
    quantile_cont(score, 0.25) as lower_quartile,
    quantile_cont(score, 0.75) as upper_quartile,
    min(score) as minimum,
    max(score) as maximum
from publication.unit_pillar_scores
where assessment_year = $assessment_year and not fictional
group by care_setting, pillar, pillar_position
