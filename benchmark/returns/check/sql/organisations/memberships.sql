-- grain: one row per trust x system that it belongs or belonged to
select distinct memberships.ods_code, memberships.ics_code, ics.name
from publication.memberships
inner join publication.ics using (ics_code)
order by 1, 2
