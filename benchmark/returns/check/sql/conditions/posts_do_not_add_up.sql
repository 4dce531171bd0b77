-- grain: one row per trust x round x role whose posts do not add up
-- More posts are vacant than funded; or vacant and filled posts together differ from the funded ones by more
-- than the share $limit of them, and by more than half a post.
select
    printf('%g', vacant) as value,
    trusts.name,
    rows.item,
    printf('%g', funded) as funded,
    printf('%g', in_post) as in_post,
    rows.line,
    1 as cells
from rows
inner join publication.trusts using (ods_code)
where rows.section = 'digital_posts' and (
    rows.vacant > rows.funded
    or round(abs(rows.in_post + rows.vacant - rows.funded), 6) > greatest(0.5, $limit * rows.funded)
)
order by rows.line
