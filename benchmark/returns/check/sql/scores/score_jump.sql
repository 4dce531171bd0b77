-- grain: one row per unit x pillar x round of the return that moved by at least $limit
with
moves as ({moves})

select
    printf('%.2f', moves.score) as value,
    moves.pillar,
    organisations.name,
    {setting} as setting,
    printf('%.2f', moves.before) as before,
    printf('%.2f', moves.score) as after,
    cast(moves.year as varchar) as year,
    printf('%.1f', $limit) as "limit",
    moves.line,
    1 as cells
from moves
inner join publication.{organisations} as organisations using ({organisation})
where round(abs(moves.score - moves.before), 6) >= $limit
order by moves.line
