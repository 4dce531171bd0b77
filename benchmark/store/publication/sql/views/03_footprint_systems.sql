-- grain: one row per round x footprint x system that existed on the footprint's day
-- key: assessment_year, footprint, ics_code
-- A fictional round has fictional systems only: no real one is asked about a year that was made up.
create view footprint_systems as
select
    footprints.assessment_year,
    footprints.footprint,
    ics.ics_code,
    ics.name,
    ics.region_code,
    ics.region,
    ics.fictional
from footprints
inner join ics
    on ics.valid_from <= footprints.footprint_on
    and footprints.footprint_on <= coalesce(ics.valid_to, date '9999-12-31')
    and (ics.fictional or not footprints.fictional)
