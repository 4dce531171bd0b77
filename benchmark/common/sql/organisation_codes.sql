-- grain: one row per trust or system
select code, fictional
from publication.organisations
order by code
