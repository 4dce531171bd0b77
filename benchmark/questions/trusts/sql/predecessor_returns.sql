-- grain: one row per heir x trust that became part of it, directly or not, x round x care setting of its return
-- A predecessor without any return has one row, in which round, care setting and scores are null.
with recursive lineage as (
    select successor_ods_code as heir, ods_code, effective_from
    from publication.trust_successions
    -- union, not union all: a circle of successions would otherwise never end
    union
    select lineage.heir, successions.ods_code, successions.effective_from
    from publication.trust_successions as successions
    inner join lineage on successions.successor_ods_code = lineage.ods_code
),

returns as (
    select
        coalesce(units.assessment_year, comparable.assessment_year) as assessment_year,
        coalesce(units.ods_code, comparable.ods_code) as ods_code,
        coalesce(units.care_setting, comparable.care_setting) as care_setting,
        comparable.score as comparable,
        comparable.compared_with,
        units.overall
    from publication.units
    full join publication.comparable_of_round as comparable using (assessment_year, ods_code, care_setting)
)

select
    lineage.heir,
    trusts.name as trust,
    lineage.ods_code,
    lineage.effective_from,
    returns.assessment_year,
    returns.care_setting,
    returns.comparable,
    returns.compared_with,
    returns.overall
from lineage
inner join publication.trusts using (ods_code)
left join returns on returns.ods_code = lineage.ods_code and returns.assessment_year <= $assessment_year
where lineage.ods_code <> lineage.heir
order by lineage.heir, lineage.effective_from desc, trusts.name, returns.assessment_year, returns.care_setting
