-- grain: one row per group x day on which the return ends current memberships
select
    rows.group_code as of_group,
    any_value(rows.group_name) as name,
    string_agg(rows.member_code, ', ' order by rows.line) as value,
    strftime(rows.valid_to, '%-d %B %Y') as day,
    min(rows.line) as line,
    count(*) as cells
from rows
inner join publication.groups as standing
    on rows.group_code = standing.group_code
    and rows.member_code = standing.member_code
    and rows.valid_from = standing.valid_from
where rows.valid_to is distinct from standing.valid_to and rows.valid_to is not null
group by rows.group_code, rows.valid_to
order by min(rows.line)
