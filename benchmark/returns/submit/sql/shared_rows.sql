-- grain: one row per row of a file whose key is also in an earlier file of the same visit
select
    rows.line,
    earlier.line as other_line,
    {key},
    {pairs},
    not ({differs}) as alike,
    count(*) over () as found
from rows
inner join earlier
    on {same_key}
order by alike, rows.line
limit {listed}
