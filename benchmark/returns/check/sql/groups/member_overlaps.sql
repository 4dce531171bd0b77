-- grain: one row per row of the return whose days overlap those of another row for the same group and member
with
known as (
    select group_code, member_code, valid_from, valid_to, line from rows
    union all
    select group_code, member_code, valid_from, valid_to, null as line
    from publication.groups
    anti join rows using (group_code, member_code, valid_from)
)

select
    rows.member_code as value,
    rows.group_code as of_group,
    strftime(known.valid_from, '%-d %B %Y') as day,
    if(known.line is null, 'a current return', 'line ' || known.line) as other,
    rows.line,
    1 as cells
from rows
inner join known
    on known.group_code = rows.group_code
    and known.member_code = rows.member_code
    and known.valid_from <> rows.valid_from
    and known.valid_from <= coalesce(rows.valid_to, date '9999-12-31')
    and rows.valid_from <= coalesce(known.valid_to, date '9999-12-31')
    and (known.line is null or known.line < rows.line)
qualify row_number() over (partition by rows.line order by known.line nulls last, known.valid_from) = 1
order by rows.line
