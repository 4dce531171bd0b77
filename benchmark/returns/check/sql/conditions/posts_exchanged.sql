-- grain: one row per role of the return with over 1.5 times as many posts vacant as in post, from $limit funded posts
-- Smaller teams, from two posts, count if over 3 times as many are vacant; no team counts that was like this
-- in the round before.
with
before as (
    select rows.line, arg_max(known.vacant > 1.5 * known.in_post, known.assessment_year) as was_so
    from rows
    inner join publication.conditions as known
        on rows.ods_code = known.ods_code
        and rows.section = known.section
        and rows.item = known.item
        and rows.assessment_year > known.assessment_year
    where known.in_post is not null and known.vacant is not null
    group by all
)

select
    printf('%g', rows.vacant) as value,
    trusts.name,
    rows.item,
    printf('%g', rows.in_post) as in_post,
    rows.line,
    1 as cells
from rows
inner join publication.trusts using (ods_code)
left join before on rows.line = before.line
where
    rows.section = 'digital_posts'
    and not coalesce(before.was_so, false)
    and rows.vacant > rows.in_post * if(rows.funded >= $limit, 1.5, 3)
    and rows.funded >= 2
order by rows.line
