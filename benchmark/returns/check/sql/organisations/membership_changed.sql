-- grain: one row per membership of the return that ends one that stands, moves its end, or stands beside another
with
incoming as (
    select rows.ods_code, rows.ics_code, rows.valid_from, rows.valid_to, rows.line, ics.name as system
    from rows
    inner join publication.ics as ics on rows.ics_code = ics.ics_code
),

known as (
    select ods_code, ics_code, valid_from, valid_to, system from incoming
    union all
    select standing.ods_code, standing.ics_code, standing.valid_from, standing.valid_to, ics.name as system
    from publication.memberships as standing
    anti join incoming using (ods_code, ics_code, valid_from)
    inner join publication.ics as ics on standing.ics_code = ics.ics_code
),

moved as (
    select
        incoming.ods_code,
        incoming.line,
        case
            when incoming.valid_to is null then 'be in ' || incoming.system || ' without an end'
            else
                'be in ' || incoming.system || ' until ' || strftime(incoming.valid_to, '%-d %B %Y')
                || ' and no longer'
        end as what
    from incoming
    inner join publication.memberships as standing using (ods_code, ics_code, valid_from)
    where standing.valid_to is distinct from incoming.valid_to
),

beside as (
    select incoming.ods_code, incoming.line, incoming.system, incoming.valid_from, min(known.system) as other
    from incoming
    anti join publication.memberships as standing using (ods_code, ics_code, valid_from)
    inner join known
        on incoming.ods_code = known.ods_code
        and (incoming.ics_code <> known.ics_code or incoming.valid_from <> known.valid_from)
        and incoming.valid_from <= coalesce(known.valid_to, date '9999-12-31')
        and known.valid_from <= coalesce(incoming.valid_to, date '9999-12-31')
    group by all
),

told as (
    select ods_code, line, what from moved
    union all
    select
        ods_code,
        line,
        'be in ' || system || ' from ' || strftime(valid_from, '%-d %B %Y') || ' and at the same time in ' || other
            as what
    from beside
)

select told.ods_code as value, trusts.name, told.what, told.line, 1 as cells
from told
inner join publication.trusts as trusts using (ods_code)
order by told.line
