-- grain: one row per programme of the return with the priority of another programme of the trust in the round
with
incoming as (
    select assessment_year, ods_code, item, priority, line from rows where section = 'programme'
),

programmes as (
    select * from incoming
    union all
    select assessment_year, ods_code, item, priority, null as line
    from publication.conditions
    anti join incoming using (assessment_year, ods_code, item)
    where section = 'programme'
)

select
    cast(incoming.priority as varchar) as value,
    trusts.name,
    incoming.item,
    min(programmes.item) as other,
    incoming.line,
    1 as cells
from incoming
inner join programmes
    on incoming.assessment_year = programmes.assessment_year
    and incoming.ods_code = programmes.ods_code
    and incoming.priority = programmes.priority
    and incoming.item <> programmes.item
    and (programmes.line is null or programmes.line < incoming.line)
inner join publication.trusts on incoming.ods_code = trusts.ods_code
group by all
order by incoming.line
