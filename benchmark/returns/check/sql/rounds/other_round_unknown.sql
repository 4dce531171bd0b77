-- grain: one row per year that scores are compared with, but that is not a round for their organisations
-- Years with scores in the return itself are left to the other rule about rounds.
with
known as (
    select assessment_year, fictional from publication.rounds
    union all
    select distinct assessment_year, false as fictional from rows
)

select
    cast(rows.compared_with as varchar) as value,
    (
        select string_agg(cast(assessment_year as varchar), ', ' order by assessment_year)
        from publication.rounds
        where not fictional
    ) as options,
    min(rows.line) as line,
    cast(sum(cells) as bigint) as cells
from rows
inner join (
    select distinct {organisation}, fictional from publication.{organisations}
) as organisations
    using ({organisation})
where not exists (
    from known
    where known.assessment_year = rows.compared_with and (organisations.fictional or not known.fictional)
)
group by all
order by line
