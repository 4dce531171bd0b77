-- grain: one row per round, with whether it has pillar scores and comparable overall scores
-- $fictional false: returns of fictional trusts do not count, and rounds with only such returns are left out.
with
pillar_rounds as (
    select distinct assessment_year
    from publication.maturity_scores
    inner join publication.trusts using (ods_code)
    where $fictional or not trusts.fictional
),

comparable_rounds as (
    select distinct assessment_year
    from publication.overall_comparable
    inner join publication.trusts using (ods_code)
    where $fictional or not trusts.fictional
)

select
    rounds.assessment_year,
    pillar_rounds.assessment_year is not null as has_pillars,
    comparable_rounds.assessment_year is not null as has_comparable
from publication.rounds
left join pillar_rounds using (assessment_year)
left join comparable_rounds using (assessment_year)
where $fictional or not rounds.fictional
order by rounds.assessment_year
