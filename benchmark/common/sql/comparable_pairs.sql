-- grain: one row per pair of rounds of which both have scores on the domains that they share
-- $fictional false: scores of fictional trusts do not count.
select distinct earlier.assessment_year, earlier.compared_with
from publication.comparable_scores as earlier
inner join publication.comparable_scores as later
    on later.assessment_year = earlier.compared_with
    and later.compared_with = earlier.assessment_year
where earlier.assessment_year < earlier.compared_with
    and ($fictional or not (earlier.fictional or later.fictional))
order by all
