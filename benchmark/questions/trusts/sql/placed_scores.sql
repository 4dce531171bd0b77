-- grain: one row per trust x care setting x pillar of the round, with the trust's system on the footprint
-- The system is null if the footprint has no place for the trust; England's figures count its return all the
-- same. A trust and a system are never joined if only one of them is fictional.
select
    scores.ods_code,
    trusts.called as trust,
    trusts.fictional,
    scores.care_setting,
    scores.pillar,
    scores.pillar_position,
    scores.score,
    systems.ics_code,
    systems.name as ics,
    systems.region_code,
    systems.region
from publication.unit_pillar_scores as scores
inner join publication.footprint_trusts as trusts
    on trusts.assessment_year = $assessment_year
    and trusts.footprint = $footprint
    and trusts.ods_code = scores.ods_code
left join publication.footprint_memberships as memberships
    on memberships.assessment_year = scores.assessment_year
    and memberships.ods_code = scores.ods_code
    and memberships.footprint = $footprint
left join publication.footprint_systems as systems
    on systems.assessment_year = memberships.assessment_year
    and systems.footprint = memberships.footprint
    and systems.ics_code = memberships.ics_code
    and systems.fictional = trusts.fictional
where scores.assessment_year = $assessment_year
order by scores.ods_code, scores.care_setting, scores.pillar_position
