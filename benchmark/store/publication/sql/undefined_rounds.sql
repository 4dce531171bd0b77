-- grain: one row per round that has scores and no definition; its systems are those on its year's last day
-- A round is fictional where only fictional organisations returned in it; it then exists only for them.
insert into pub.rounds
with
scored as (
    select scores.assessment_year, trusts.fictional
    from pub.maturity_scores as scores
    inner join pub.trusts using (ods_code)
    union all
    select scores.assessment_year, trusts.fictional
    from pub.overall_comparable as scores
    inner join pub.trusts using (ods_code)
    union all
    select scores.assessment_year, ics.fictional
    from pub.icb_maturity_scores as scores
    inner join pub.ics using (ics_code)
    union all
    select scores.assessment_year, ics.fictional
    from pub.icb_overall_comparable as scores
    inner join pub.ics using (ics_code)
)

select
    assessment_year,
    if(bool_and(fictional), 'Fictional assessment ', 'Assessment ') || assessment_year as name,
    make_date(assessment_year, 12, 31) as footprint_on,
    bool_and(fictional) as fictional
from scored
where assessment_year not in (select assessment_year from pub.rounds)
group by assessment_year
order by assessment_year
