-- grain: one row per trust x section x item, from the newest round with that section, up to the one asked for
-- The trusts of one system on the round's footprint; a fictional trust counts in a fictional system only.
with
members as (
    select memberships.ods_code
    from publication.footprint_memberships as memberships
    inner join publication.footprint_systems as systems
        on systems.ics_code = memberships.ics_code
        and systems.assessment_year = $assessment_year
        and systems.footprint = $footprint
    inner join publication.trusts using (ods_code)
    where
        memberships.assessment_year = $assessment_year
        and memberships.footprint = $footprint
        and memberships.ics_code = $ics_code
        and (systems.fictional or not trusts.fictional)
)

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
    and conditions.ods_code in (select ods_code from members)
qualify
    conditions.assessment_year
    = max(conditions.assessment_year) over (partition by conditions.ods_code, conditions.section)
