-- grain: one row per trust x care setting x round with any return, of two rounds; the name is that in the later round
with
returned as (
    select distinct assessment_year, ods_code, care_setting, true as has_pillars, false as has_comparable
    from publication.maturity_scores
    union all
    select assessment_year, ods_code, care_setting, false, true
    from publication.comparable_of_round
)

select
    returned.assessment_year,
    returned.ods_code,
    trusts.called as trust,
    returned.care_setting,
    bool_or(returned.has_pillars) as has_pillars,
    bool_or(returned.has_comparable) as has_comparable
from returned
inner join publication.footprint_trusts as trusts
    on trusts.assessment_year = $assessment_year
    and trusts.footprint = $footprint
    and trusts.ods_code = returned.ods_code
where returned.assessment_year = $assessment_year or returned.assessment_year = $year_before
group by all
