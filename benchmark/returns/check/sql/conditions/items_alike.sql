-- grain: one row per item of the return that the trust also has in another spelling, in the same section and round
with
spelt as (
    select
        assessment_year,
        ods_code,
        section,
        item,
        line,
        regexp_replace(regexp_replace(lower(item), 's\b', '', 'g'), '[^\pL\pN]', '', 'g') as plain
    from (
        select assessment_year, ods_code, section, item, line from rows
        union all
        select assessment_year, ods_code, section, item, null as line
        from publication.conditions
        anti join rows using (assessment_year, ods_code, section, item)
        semi join rows using (assessment_year, ods_code, section)
    )
)

select
    spelt.item as value,
    trusts.name,
    min(others.item) as other,
    spelt.line,
    1 as cells
from spelt
inner join spelt as others
    on spelt.assessment_year = others.assessment_year
    and spelt.ods_code = others.ods_code
    and spelt.section = others.section
    and spelt.plain = others.plain
    and spelt.item <> others.item
    and (others.line is null or others.line < spelt.line)
inner join publication.trusts on spelt.ods_code = trusts.ods_code
where spelt.line is not null
group by all
order by spelt.line
