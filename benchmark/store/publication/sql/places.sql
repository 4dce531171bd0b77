-- grain: one row per system x trust that is its own now, or has passed to one that is
-- Now is $today. A trust that has passed to another is where that one is, whatever system its own successor is.
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
