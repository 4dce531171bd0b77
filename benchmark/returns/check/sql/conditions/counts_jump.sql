-- grain: one row per role or legacy item whose number moved by at least the factor $limit since the round before
-- Only systems and funded posts: small numbers of unsupported systems or vacant posts often change many times
-- over.
with
counted as (
    unpivot (select line, ods_code, assessment_year, section, item, systems * 1.0 as systems, funded from rows)
    on systems, funded
    into name field value number
),

before as (
    select
        counted.line,
        counted.field,
        counted.ods_code,
        counted.item,
        counted.number,
        arg_max(
            if(counted.field = 'systems', known.systems, known.funded), known.assessment_year
        ) as number_before,
        max(known.assessment_year) as year
    from counted
    inner join publication.conditions as known
        on counted.ods_code = known.ods_code
        and counted.section = known.section
        and counted.item = known.item
        and counted.assessment_year > known.assessment_year
    where if(counted.field = 'systems', known.systems, known.funded) > 0 and counted.number > 0
    group by all
)

select
    before.field as "column",
    printf('%g', before.number) as value,
    printf('%g', before.number_before) as before,
    before.item,
    trusts.name,
    cast(before.year as varchar) as year,
    before.line,
    1 as cells
from before
inner join publication.trusts using (ods_code)
where
    greatest(before.number / before.number_before, before.number_before / before.number) >= $limit
    and abs(before.number - before.number_before) >= 20
order by before.line, before.field
