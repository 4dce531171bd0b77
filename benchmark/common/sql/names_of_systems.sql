-- grain: one row per system, of whatever day
select ics_code, name
from publication.ics
order by ics_code
