-- grain: one row per region or system x care setting x pillar of the round; no fictional trust, no fictional system
-- $level: 'region' or 'ics'. A trust belongs to the region of its system.
with
placed as (
    select
        scores.care_setting,
        scores.pillar,
        scores.pillar_position,
        scores.score,
        if($level = 'region', systems.region_code, systems.ics_code) as code,
        if($level = 'region', systems.region, systems.name) as name
    from publication.unit_pillar_scores as scores
    inner join publication.footprint_memberships as memberships
        on memberships.assessment_year = scores.assessment_year
        and memberships.ods_code = scores.ods_code
        and memberships.footprint = $footprint
    inner join publication.footprint_systems as systems
        on systems.assessment_year = memberships.assessment_year
        and systems.footprint = memberships.footprint
        and systems.ics_code = memberships.ics_code
    where scores.assessment_year = $assessment_year and not scores.fictional and not systems.fictional
)

select
    code,
    name,
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
from placed
group by code, name, care_setting, pillar, pillar_position
