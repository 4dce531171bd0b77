-- grain: one row per round x footprint
-- key: assessment_year, footprint
-- fictional: whether the round is, see rounds.
-- 'assessed' is as of the round's own day; 'current' is the newest known footprint; 'expected' is as of the same day
-- as 'current', with each cluster as if its systems had merged.
select assessment_year, 'assessed' as footprint, footprint_on, fictional
from rounds
union all
select assessment_year, newer.footprint, newest.footprint_on, fictional
from rounds
cross join (values ('current'), ('expected')) as newer (footprint)
cross join (select max(valid_from) as footprint_on from ics where not fictional) as newest
