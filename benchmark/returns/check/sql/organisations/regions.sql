-- grain: one row per trust or system x region, by its own code or through a trust's systems
with
named as (select distinct region_code, region from publication.ics)

select ods_code as code, named.region_code, named.region
from publication.trusts
inner join named using (region_code)
union
select memberships.ods_code, ics.region_code, ics.region
from publication.memberships
inner join publication.ics using (ics_code)
union
select ics_code, region_code, region
from publication.ics
order by all
