-- grain: one row per round x trust x care setting, with the score that stands for the round by itself
-- key: assessment_year, ods_code, care_setting
-- All scores of a round are of one pair, so that they rest on the same domains: with the newest round before, else
-- with the first one after. Where no other round has scores of the pair, whatever there is.
with
sides as (
    select distinct assessment_year, compared_with, fictional
    from comparable_scores
),

chosen as (
    select sides.assessment_year, sides.compared_with, sides.fictional
    from sides
    left join sides as others
        on others.assessment_year = sides.compared_with
        and others.compared_with = sides.assessment_year
        and (sides.fictional or not others.fictional)
    qualify
        row_number() over (
            partition by sides.assessment_year, sides.fictional
            order by
                others.assessment_year is null,
                sides.compared_with > sides.assessment_year,
                abs(sides.compared_with - sides.assessment_year)
        )
        = 1
)

select
    scores.assessment_year,
    scores.compared_with,
    scores.ods_code,
    scores.care_setting,
    scores.score,
    scores.fictional
from comparable_scores as scores
inner join chosen
    on chosen.assessment_year = scores.assessment_year
    and chosen.compared_with is not distinct from scores.compared_with
    and chosen.fictional = scores.fictional
