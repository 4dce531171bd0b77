-- grain: one row per pair of rounds x board x round of the pair with the board's own score
-- key: assessment_year, compared_with, ics_code
-- comparable_scores says which score belongs to which pair.
with
boards as (
    select distinct ics_code, fictional
    from ics
)

select
    scores.assessment_year,
    coalesce(scores.compared_with, unpaired.assessment_year) as compared_with,
    scores.ics_code,
    scores.score,
    boards.fictional
from icb_overall_comparable as scores
inner join boards using (ics_code)
inner join submissions on submissions.submission_id = scores.submission_id
left join unpaired_rounds as unpaired
    on scores.compared_with is null
    and unpaired.kind = 'icb_overall_comparable'
    and unpaired.assessment_year <> scores.assessment_year
    and (boards.fictional or not unpaired.fictional)
qualify
    row_number() over (
        partition by
            scores.assessment_year, coalesce(scores.compared_with, unpaired.assessment_year), scores.ics_code
        order by submissions.origin <> 'return', scores.compared_with is null
    )
    = 1
