-- grain: one row per care setting of the round; no fictional trust
-- $measure: 'overall' is the weighted mean of the pillars, 'overall_comparable' the published score.
with
scores as (
    select care_setting, overall as score
    from publication.units
    where $measure = 'overall' and assessment_year = $assessment_year and not fictional
    union all
    select care_setting, score
    from publication.comparable_of_round
    where $measure = 'overall_comparable' and assessment_year = $assessment_year and not fictional
)

select care_setting, count(*) as n, avg(score) as mean, median(score) as median
from scores
group by care_setting
