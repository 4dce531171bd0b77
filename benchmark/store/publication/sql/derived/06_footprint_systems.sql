-- grain: one row per round x footprint x system that existed on the footprint's day
-- key: assessment_year, footprint, ics_code
-- A fictional round has only fictional systems: no real system is asked about an invented year.
with
on_their_day as (
    select footprints.assessment_year, footprints.footprint, ics.*
    from footprints
    inner join ics
        on ics.valid_from <= footprints.footprint_on
        and footprints.footprint_on <= coalesce(ics.valid_to, date '9999-12-31')
        and (ics.fictional or not footprints.fictional)
)

select assessment_year, footprint, ics_code, name, region_code, region, fictional
from on_their_day
where footprint <> 'expected' or ics_code not in (select ics_code from expected_mergers)
union all
select
    on_their_day.assessment_year,
    on_their_day.footprint,
    merged.group_code as ics_code,
    merged.group_name as name,
    if(count(distinct region_code) = 1, min(region_code), '') as region_code,
    if(count(distinct region_code) = 1, min(region), 'Several regions') as region,
    false as fictional
from on_their_day
inner join expected_mergers as merged using (ics_code)
where on_their_day.footprint = 'expected'
group by all
