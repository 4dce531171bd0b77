-- grain: one row per trust of $codes: ods_code, name, trust_type, fictional, settings that it returned before
with
returned as (
    select ods_code, care_setting from publication.maturity_scores
    union
    select ods_code, care_setting from publication.overall_comparable
    union
    select ods_code, care_setting from publication.own_targets where care_setting is not null
)

select
    ods_code,
    -- today's name: people who fill in the template know the trust by it
    coalesce(any_value(names.name), any_value(trusts.name)) as name,
    any_value(trusts.trust_type) as trust_type,
    any_value(trusts.fictional) as fictional,
    coalesce(list(distinct care_setting) filter (care_setting is not null), []) as settings
from publication.trusts
left join returned using (ods_code)
left join publication.trust_names as names
    on names.ods_code = trusts.ods_code
    and names.state = 'current'
where list_contains($codes, ods_code)
group by ods_code
order by name
