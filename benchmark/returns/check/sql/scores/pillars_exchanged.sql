-- grain: one row per pair of a return's pillars that look exchanged: each score is near the other's of the round before
-- The two differed by at least $limit, each moved by at least $limit, and after an exchange both together
-- would have moved at most a quarter as far.
with
moves as ({moves}),

pairs as (
    select
        one.*,
        two.pillar as other_pillar,
        two.score as other_score,
        two.before as other_before,
        abs(one.score - one.before) as moved,
        abs(two.score - two.before) as other_moved,
        abs(one.score - two.before) + abs(two.score - one.before) as exchanged
    from moves as one
    inner join moves as two
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
    printf('%.2f', pairs.before) as before,
    printf('%.2f', pairs.other_before) as other_before,
    cast(pairs.year as varchar) as year,
    pairs.line,
    1 as cells
from pairs
inner join publication.trusts using (ods_code)
where
    round(abs(pairs.before - pairs.other_before), 6) >= $limit
    and round(least(pairs.moved, pairs.other_moved), 6) >= $limit
    and round(4 * pairs.exchanged, 6) <= round(pairs.moved + pairs.other_moved, 6)
order by pairs.line, pairs.pillar, pairs.other_pillar
