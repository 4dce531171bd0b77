-- grain: one row per round x footprint x trust, open or closed
-- key: assessment_year, footprint, ods_code
-- name: its name on the day of the footprint as assessed, and its newest name on any other footprint.
-- called: the name, followed by its name now, or the trust that it is now part of, where that is another.
select
    footprints.assessment_year,
    footprints.footprint,
    names.ods_code,
    if(footprints.footprint = 'assessed', names.then_name, names.now_name) as name,
    if(footprints.footprint = 'assessed', names.then_called, names.now_called) as called,
    trusts.opened_on,
    trusts.closed_on,
    trusts.fictional
from footprints
inner join names_of_rounds as names using (assessment_year)
inner join trusts using (ods_code)
