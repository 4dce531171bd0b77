-- grain: one row per trust with a return for $care_setting in the round, with its latest published size
with
returned as (
    select ods_code, care_setting
    from publication.maturity_scores
    where assessment_year = $assessment_year
    union
    select ods_code, care_setting
    from publication.overall_comparable
    where assessment_year = $assessment_year
)

select
    trusts.ods_code,
    trusts.name as trust,
    trusts.fictional,
    context.financial_year,
    context.operating_expenditure,
    context.average_wte,
    count(*) as care_settings
from returned
inner join publication.trusts using (ods_code)
left join publication.latest_trust_context as context using (ods_code)
group by all
having bool_or(returned.care_setting = $care_setting)
order by trusts.ods_code
