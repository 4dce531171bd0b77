-- grain: one row per trust x care setting of the return with no earlier return, for trusts with earlier returns
with
returned as (
    select distinct ods_code, care_setting from publication.maturity_scores
    union
    select distinct ods_code, care_setting from publication.overall_comparable
),

settings as (
    select ods_code, string_agg(care_setting, ', ' order by care_setting) as options
    from returned
    group by ods_code
),

incoming as (
    select ods_code, care_setting, min(line) as line, cast(sum(cells) as bigint) as cells
    from rows
    where care_setting is not null
    group by ods_code, care_setting
)

select
    incoming.care_setting as value,
    incoming.ods_code,
    trusts.name,
    settings.options,
    incoming.line,
    incoming.cells
from incoming
inner join settings using (ods_code)
inner join publication.trusts using (ods_code)
anti join returned using (ods_code, care_setting)
order by incoming.line
