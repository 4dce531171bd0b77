-- grain: one row per round that has scores and no definition: its systems are taken on its year's last day
insert into pub.rounds
select
    assessment_year,
    'Assessment ' || assessment_year as name,
    make_date(assessment_year, 12, 31) as footprint_on
from (
    select assessment_year from pub.maturity_scores
    union
    select assessment_year from pub.overall_comparable
    union
    select assessment_year from pub.icb_maturity_scores
    union
    select assessment_year from pub.icb_overall_comparable
)
where assessment_year not in (select assessment_year from pub.rounds)
order by assessment_year
