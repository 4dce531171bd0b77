-- grain: one row per trust x care setting with a comparable overall score, in the trust's system on the footprint
-- A fictional trust counts in a fictional system only.
select systems.ics_code, scores.ods_code, trusts.called as trust, scores.care_setting, scores.score, scores.compared_with
from publication.comparable_of_round as scores
inner join publication.footprint_trusts as trusts
    on trusts.assessment_year = $assessment_year
    and trusts.footprint = $footprint
    and trusts.ods_code = scores.ods_code
inner join publication.footprint_memberships as memberships
    on memberships.assessment_year = scores.assessment_year
    and memberships.ods_code = scores.ods_code
    and memberships.footprint = $footprint
inner join publication.footprint_systems as systems
    on systems.assessment_year = memberships.assessment_year
    and systems.footprint = memberships.footprint
    and systems.ics_code = memberships.ics_code
where scores.assessment_year = $assessment_year and (systems.fictional or not trusts.fictional)
order by scores.ods_code, scores.care_setting
