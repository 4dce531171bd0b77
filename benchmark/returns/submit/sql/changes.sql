-- grain: one row per row of the return that is new, or differs from the current row of the same key
select
    rows.line,
    {key},
    case when {present} then 'changed' else 'new' end as state,
    {pairs}
from rows
left join {standing} as standing
    on {same_key}
where not ({present}) or ({differs})
order by rows.line
