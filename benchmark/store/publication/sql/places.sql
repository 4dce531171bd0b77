-- grain: one row per system x trust that belongs to it now, or has passed to one that does
-- Now is $today. A trust that has passed to another is in that one's system, whichever system succeeded its own.
with
own as (
    select ics_code, ods_code
    from publication.memberships
    where
        valid_from <= $today
        and coalesce(valid_to, date '9999-12-31') >= $today
        and ods_code not in (select ods_code from publication.trust_heirs)
)

select ics_code, ods_code
from own
union
select own.ics_code, heirs.ods_code
from publication.trust_heirs as heirs
inner join own on own.ods_code = heirs.heir
