-- grain: one row per round x trust x care setting, with the score to show for the round alone
-- key: assessment_year, ods_code, care_setting
-- All scores of a round are from one pair of rounds, so that they are based on the same domains: the pair with the
-- newest earlier round, or else with the first later one. Where no other round has scores of the pair, any score.
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
