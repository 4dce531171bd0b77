-- grain: one row per system's name
select distinct name
from publication.ics
order by name
