-- grain: one row: whether every system of the code or name $ics, in small letters, is fictional; none when there is none
select bool_and(fictional) as fictional
from publication.ics
where lower(ics_code) = $ics or lower(name) = $ics
having count(*) > 0
