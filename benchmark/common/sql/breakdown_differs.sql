-- grain: one row per trust x financial year whose parts of the IT spend add up to more than the total
-- Where all parts are given, also those that add up to less by more than the share $short of the total.
with
parts as (
    select
        line,
        it_revenue + it_capital as it_total,
        coalesce(spend_on_staff, 0) + coalesce(spend_on_software, 0) + coalesce(spend_on_services, 0)
        + coalesce(spend_on_hardware, 0) + coalesce(spend_on_communications, 0) + coalesce(spend_on_other, 0)
            as parts_total,
        spend_on_staff + spend_on_software + spend_on_services + spend_on_hardware + spend_on_communications
        + spend_on_other is not null
            as is_whole
    from rows
)

select
    format('{:,.15g}', cast(parts_total as double)) as value,
    format('{:,.15g}', cast(it_total as double)) as before,
    format('{:,.15g}', cast(parts_total as double)) as after,
    line,
    1 as cells
from parts
where parts_total > it_total + $limit or (is_whole and parts_total < it_total - greatest($limit, $short * it_total))
order by line
