-- grain: one row per year of the return that is no round of the assessment
select
    cast(rows.assessment_year as varchar) as value,
    (select string_agg(cast(assessment_year as varchar), ', ' order by assessment_year) from publication.rounds)
        as options,
    min(rows.line) as line,
    cast(sum(cells) as bigint) as cells
from rows
anti join publication.rounds using (assessment_year)
group by all
order by line
