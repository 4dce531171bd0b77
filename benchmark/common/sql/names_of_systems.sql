-- grain: one row per system of any time
select ics_code, name
from publication.ics
order by ics_code
