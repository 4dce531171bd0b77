-- grain: one row per trust x section x item, from the newest round with that section, up to the one asked for
-- $codes: the trusts asked for.
select
    conditions.ods_code,
    conditions.section,
    conditions.assessment_year,
    conditions.item,
    conditions.systems,
    conditions.unsupported,
    conditions.funded,
    conditions.in_post,
    conditions.vacant,
    conditions.answer,
    conditions.pillar,
    conditions.priority,
    conditions.stage,
    conditions.funding,
    bands.systems_band,
    bands.unsupported_band
from publication.conditions
left join publication.legacy_bands as bands
    on conditions.section = 'legacy_estate'
    and bands.ods_code = conditions.ods_code
    and bands.assessment_year = conditions.assessment_year
where
    conditions.assessment_year <= $assessment_year
    and list_contains($codes, conditions.ods_code)
qualify
    conditions.assessment_year
    = max(conditions.assessment_year) over (partition by conditions.ods_code, conditions.section)
