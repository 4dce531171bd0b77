-- grain: one row per round x footprint
-- key: assessment_year, footprint
-- fictional: the round's, see rounds.
-- 'assessed' is the day on which a round's systems are taken; 'current' is the newest footprint that is known;
-- 'expected' is that of the same day, with each cluster as if its systems had merged.
select assessment_year, 'assessed' as footprint, footprint_on, fictional
from rounds
union all
select assessment_year, newer.footprint, newest.footprint_on, fictional
from rounds
cross join (values ('current'), ('expected')) as newer (footprint)
cross join (select max(valid_from) as footprint_on from ics where not fictional) as newest
