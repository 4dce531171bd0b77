-- grain: one row per pair of a return's pillars that stand to each other as they did the round before, exchanged
-- The two differed by $limit or more, each moved by as much, and exchanged both would have moved by a quarter of that at most.
with
known as (
    select assessment_year, ods_code, care_setting, pillar, score from rows
    union all
    select assessment_year, ods_code, care_setting, pillar, score
    from publication.unit_pillar_scores
    anti join rows using (assessment_year, ods_code, care_setting, pillar)
),

before as (
    select
        rows.assessment_year,
        rows.ods_code,
        rows.care_setting,
        rows.pillar,
        rows.score,
        rows.line,
        arg_max(known.score, known.assessment_year) as score_before,
        max(known.assessment_year) as year
    from rows
    inner join known
        on rows.ods_code = known.ods_code
        and rows.care_setting = known.care_setting
        and rows.pillar = known.pillar
        and rows.assessment_year > known.assessment_year
    group by all
),

pairs as (
    select
        one.*,
        two.pillar as other_pillar,
        two.score as other_score,
        two.score_before as other_before,
        abs(one.score - one.score_before) as moved,
        abs(two.score - two.score_before) as other_moved,
        abs(one.score - two.score_before) + abs(two.score - one.score_before) as exchanged
    from before as one
    inner join before as two
        on one.ods_code = two.ods_code
        and one.care_setting = two.care_setting
        and one.assessment_year = two.assessment_year
        and one.year = two.year
        and one.pillar < two.pillar
)

select
    printf('%.2f', pairs.score) as value,
    pairs.pillar,
    pairs.other_pillar,
    trusts.name,
    pairs.care_setting as setting,
    printf('%.2f', pairs.other_score) as other,
    printf('%.2f', pairs.score_before) as before,
    printf('%.2f', pairs.other_before) as other_before,
    cast(pairs.year as varchar) as year,
    pairs.line,
    1 as cells
from pairs
inner join publication.trusts using (ods_code)
where
    round(abs(pairs.score_before - pairs.other_before), 6) >= $limit
    and round(least(pairs.moved, pairs.other_moved), 6) >= $limit
    and round(4 * pairs.exchanged, 6) <= round(pairs.moved + pairs.other_moved, 6)
order by pairs.line, pairs.pillar, pairs.other_pillar
