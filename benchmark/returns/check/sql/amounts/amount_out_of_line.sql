-- grain: one row per amount of an IT spend return that is less than 1/$limit of the amount it is compared with
-- Revenue and capital are compared with each other, capital expenditure with operating, each part with the
-- total.
-- Revenue pays for running existing systems, so a tenth of $limit is enough for it.
with
amounts as (
    unpivot (
        select
            line,
            it_revenue,
            it_capital,
            capital_expenditure,
            spend_on_staff,
            spend_on_software,
            spend_on_services,
            spend_on_hardware,
            spend_on_communications,
            spend_on_other,
            operating_expenditure,
            it_revenue as revenue,
            it_capital as capital
        from rows
    )
    on it_revenue, it_capital, capital_expenditure, spend_on_staff, spend_on_software, spend_on_services,
        spend_on_hardware, spend_on_communications, spend_on_other
    into name field value amount
),

held as (
    select
        line,
        field,
        amount,
        case
            when field = 'capital_expenditure' then operating_expenditure
            when field = 'it_revenue' then capital
            when field = 'it_capital' then revenue
            else revenue + capital
        end as against,
        case
            when field = 'capital_expenditure' then 'operating expenditure'
            when field = 'it_revenue' then 'IT capital'
            when field = 'it_capital' then 'IT revenue'
            else 'the whole IT spend'
        end as other
    from amounts
)

select
    field as "column",
    format('{:,.15g}', cast(amount as double)) as value,
    format('{:,}', cast(round(against) as bigint)) as against,
    other,
    line,
    1 as cells
from held
where amount > 0 and amount * if(field = 'it_revenue', $limit / 10, $limit) < against
order by line, field
