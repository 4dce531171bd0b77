-- grain: one row per group of the return whose name is a present or former name, or the code, of another organisation or group
-- Names are compared by letters and digits; names without any are compared whole.
with
taken as (
    select code, name from publication.organisations
    union
    select code, code as name from publication.organisations
    union
    select ods_code as code, name from publication.trust_names
    union
    select group_code as code, unnest([group_code, group_name]) as name from publication.group_names
    union
    select group_code as code, unnest([group_code, group_name]) as name from rows
),

compared as (
    select
        code,
        name,
        regexp_replace(lower(strip_accents(name)), '[^a-z0-9]', '', 'g') as letters
    from taken
)

select
    rows.group_name as value,
    rows.group_code as of_group,
    min(other.code) as other,
    min(rows.line) as line,
    count(distinct rows.line) as cells
from rows
inner join compared as own on rows.group_code = own.code and rows.group_name = own.name
inner join
    compared as other
    on own.code <> other.code and coalesce(nullif(own.letters, ''), own.name) = coalesce(nullif(other.letters, ''), other.name)
group by rows.group_name, rows.group_code
order by line
