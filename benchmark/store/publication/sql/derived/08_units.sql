-- grain: one row per round x trust x care setting with pillar scores
-- key: assessment_year, ods_code, care_setting
-- submission_ids: those that its scores came from, separated by commas. overall: the mean of the pillars that the unit
-- has, each with its weight. weakest: the lowest of them.
select
    scores.assessment_year,
    scores.ods_code,
    scores.care_setting,
    names.called as trust,
    trusts.trust_type,
    trusts.fictional,
    count(*) as pillars,
    sum(scores.score * pillars.weight order by scores.pillar_position) / sum(pillars.weight) as overall,
    min(scores.score) as weakest,
    string_agg(distinct scores.submission_id::varchar, ', ' order by scores.submission_id::varchar) as submission_ids
from unit_pillar_scores as scores
inner join trusts using (ods_code)
inner join pillars using (pillar)
inner join footprint_trusts as names
    on names.assessment_year = scores.assessment_year
    and names.footprint = 'assessed'
    and names.ods_code = scores.ods_code
group by all
