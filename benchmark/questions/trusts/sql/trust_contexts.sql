-- grain: one row per trust x care setting with a return in the round, with the trust's latest published size and type
-- $care_setting null: every care setting.
with
returned as (
    select ods_code, care_setting
    from publication.maturity_scores
    where assessment_year = $assessment_year
    union
    select ods_code, care_setting
    from publication.comparable_of_round
    where assessment_year = $assessment_year
),

breadths as (
    select ods_code, count(*) as care_settings
    from returned
    group by ods_code
),

types as (
    select ods_code, eric_type
    from publication.eric_types
    qualify row_number() over (partition by ods_code order by financial_year desc) = 1
)

select
    trusts.ods_code,
    trusts.name as trust,
    returned.care_setting,
    trusts.fictional,
    context.financial_year,
    context.operating_expenditure,
    context.average_wte,
    breadths.care_settings,
    types.eric_type
from returned
inner join breadths using (ods_code)
inner join publication.trusts using (ods_code)
left join publication.latest_trust_context as context using (ods_code)
left join types using (ods_code)
where returned.care_setting = $care_setting or $care_setting is null
order by returned.care_setting, trusts.ods_code
