-- grain: one row per trust that had passed to another one by the day of the round's footprint
select
    successions.ods_code,
    successions.successor_ods_code,
    trusts.name as successor
from publication.trust_successions as successions
inner join publication.footprint_trusts as trusts
    on trusts.assessment_year = $assessment_year
    and trusts.footprint = $footprint
    and trusts.ods_code = successions.successor_ods_code
inner join publication.footprints
    on footprints.assessment_year = $assessment_year
    and footprints.footprint = $footprint
    and successions.effective_from <= footprints.footprint_on
order by successions.ods_code, successions.successor_ods_code
