-- grain: one row per pair of rounds x trust x care setting x round of the pair with a score
-- key: assessment_year, compared_with, ods_code, care_setting
-- A score with a value in compared_with belongs only to that pair of rounds. One from before the column existed
-- belongs to every pair of rounds with such scores, as it did then, unless there is one with a value; but a score that
-- a person returned is never displaced by a shipped file, which is older. compared_with is null where there is no round
-- to compare with.
select
    scores.assessment_year,
    coalesce(scores.compared_with, unpaired.assessment_year) as compared_with,
    scores.ods_code,
    scores.care_setting,
    scores.score,
    trusts.fictional
from overall_comparable as scores
inner join trusts using (ods_code)
inner join submissions on submissions.submission_id = scores.submission_id
left join unpaired_rounds as unpaired
    on scores.compared_with is null
    and unpaired.kind = 'overall_comparable'
    and unpaired.assessment_year <> scores.assessment_year
    and (trusts.fictional or not unpaired.fictional)
qualify
    row_number() over (
        partition by
            scores.assessment_year,
            coalesce(scores.compared_with, unpaired.assessment_year),
            scores.ods_code,
            scores.care_setting
        order by submissions.origin <> 'return', scores.compared_with is null
    )
    = 1
