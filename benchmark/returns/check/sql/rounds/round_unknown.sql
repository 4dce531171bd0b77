-- grain: one row per year of the return that is not a round of the assessment for the organisations in its rows
-- A round with only fictional returns counts only for fictional organisations.
with
known as (
    select assessment_year, fictional from publication.rounds
)

select
    cast(rows.assessment_year as varchar) as value,
    (select string_agg(cast(assessment_year as varchar), ', ' order by assessment_year) from known where not fictional)
        as options,
    min(rows.line) as line,
    cast(sum(cells) as bigint) as cells
from rows
inner join publication.{organisations} as organisations using ({organisation})
left join known using (assessment_year)
where known.assessment_year is null or (known.fictional and not organisations.fictional)
group by all
order by line
