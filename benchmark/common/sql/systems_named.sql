-- grain: one row per system with the code or name $ics, in lower case, the newest system last
select ics_code, fictional
from publication.ics
where lower(ics_code) = $ics or lower(name) = $ics
order by valid_from, ics_code
