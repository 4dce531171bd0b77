-- grain: one row per unit x pillar x round of the return that has an earlier score; a unit is a trust x care setting, or a board
-- The earlier score is from the latest earlier round, in the return itself or in current rows.
with
known as (
    select assessment_year, {unit}, score from rows
    union all
    select assessment_year, {unit}, score
    from publication.{scores}
    anti join rows using (assessment_year, {unit})
)

select
    rows.assessment_year,
    {unit},
    rows.score,
    rows.line,
    arg_max(known.score, known.assessment_year) as before,
    max(known.assessment_year) as year
from rows
inner join known using ({unit})
where rows.assessment_year > known.assessment_year
group by all
