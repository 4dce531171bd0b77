-- grain: one row per pair of rounds that both have scores on the domains that they share
-- $fictional false: scores of fictional trusts do not count.
with rounds as (
    select distinct assessment_year, compared_with
    from publication.comparable_scores
    where $fictional or not fictional
)

select earlier.assessment_year, earlier.compared_with
from rounds as earlier
inner join rounds as later
    on later.assessment_year = earlier.compared_with
    and later.compared_with = earlier.assessment_year
where earlier.assessment_year < earlier.compared_with
order by all
