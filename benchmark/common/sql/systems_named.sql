-- grain: one row per system of the code or name $ics, in small letters, the one that began last at the end
select ics_code, fictional
from publication.ics
where lower(ics_code) = $ics or lower(name) = $ics
order by valid_from, ics_code
