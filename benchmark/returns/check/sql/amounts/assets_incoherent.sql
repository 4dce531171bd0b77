-- grain: one row per trust x financial year x pair of figures of its IT assets that do not fit together
with
pairs as (
    select line, 'it_accumulated' as column, it_accumulated as part, it_gross as whole, 'More was written off IT equipment than it cost: ' as words
    from rows
    union all
    select line, 'software_accumulated', software_accumulated, software_gross, 'More was written off software than it cost: '
    from rows
    union all
    select line, 'it_additions', it_additions + software_additions, all_additions, 'Additions of IT equipment and software are more than all additions: '
    from rows
    union all
    select line, 'it_additions', -it_additions, 0, 'Additions of IT equipment are below nothing: '
    from rows
    union all
    select line, 'software_additions', -software_additions, 0, 'Additions of software are below nothing: '
    from rows
    union all
    select line, 'it_gross', -least(it_gross, it_accumulated), 0, 'The cost of IT equipment, or what was written off it, is below nothing: '
    from rows
    union all
    select line, 'software_gross', -least(software_gross, software_accumulated), 0, 'The cost of software, or what was written off it, is below nothing: '
    from rows
)

select
    line,
    "column",
    words || format('{:,}', cast(round(if(whole = 0, -part, part)) as bigint))
        || if(whole = 0, ' pounds.', ' pounds against ' || format('{:,}', cast(round(whole) as bigint)) || '.') as reason,
    1 as cells
from pairs
where part > whole
order by line, "column", reason
