-- grain: one row per predecessor of the trust $ods_code, near or far, x round x care setting in which it returned
-- A predecessor without any return has one row, in which round, care setting and scores are null.
with recursive lineage as (
    select ods_code, successor_ods_code, effective_from
    from publication.trust_successions
    where successor_ods_code = $ods_code
    -- union, not union all: a circle of successions would else never end
    union
    select successions.ods_code, successions.successor_ods_code, successions.effective_from
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
    lineage.ods_code,
    trusts.name as trust,
    lineage.successor_ods_code,
    lineage.effective_from,
    returns.assessment_year,
    returns.care_setting,
    returns.comparable,
    returns.compared_with,
    returns.overall
from lineage
inner join publication.trusts using (ods_code)
left join returns on returns.ods_code = lineage.ods_code and returns.assessment_year <= $assessment_year
where lineage.ods_code <> $ods_code
order by lineage.effective_from desc, trusts.name, returns.assessment_year, returns.care_setting
