-- grain: one row per pair of amounts of an IT spend return that look exchanged: each is near the other's of the year before
-- Revenue is compared with capital, and each part with the other parts, if the two differed by a factor of at
-- least $limit; parts, which move more freely, by half as much again. Revenue and capital of a new trust are
-- compared with those of all others: if revenue is the larger at each of them, and capital here.
with
returns as (
    select *
    from rows
    union all by name
    select * exclude (line)
    from publication.it_spend
    anti join rows using (financial_year, ods_code)
),

-- only the return's rows have a line
known as (
    unpivot (
        select
            financial_year,
            ods_code,
            line,
            it_revenue,
            it_capital,
            spend_on_staff,
            spend_on_software,
            spend_on_services,
            spend_on_hardware,
            spend_on_communications,
            spend_on_other
        from returns
    )
    on columns(* exclude (financial_year, ods_code, line))
    into name field value amount
),

moves as (
    select
        line,
        field,
        amount,
        lag(financial_year) over years as year,
        lag(amount) over years as amount_before
    from known
    where amount > 0
    window years as (partition by ods_code, field order by financial_year)
),

before as (
    select * from moves
    where line is not null and year is not null
),

pairs as (
    select
        one.line,
        one.field,
        two.field as other,
        one.amount,
        two.amount as other_amount,
        ln(one.amount / two.amount) as apart,
        ln(one.amount_before / two.amount_before) as apart_before,
        abs(ln(one.amount / one.amount_before)) as one_moved,
        abs(ln(two.amount / two.amount_before)) as two_moved,
        abs(ln(one.amount / two.amount_before)) + abs(ln(two.amount / one.amount_before)) as exchanged,
        format(
            'in {} they were {:,} and {:,}',
            one.year,
            cast(one.amount_before as bigint),
            cast(two.amount_before as bigint)
        ) as before
    from before as one
    inner join before as two on one.line = two.line and one.year = two.year and one.field < two.field
    where one.field.starts_with('spend_on_') = two.field.starts_with('spend_on_')
),

others as (
    select min(theirs.it_revenue / theirs.it_capital) as least, count(distinct theirs.ods_code) as trusts
    from publication.it_spend as theirs
    anti join rows using (ods_code)
    where theirs.it_capital > 0
),

found as (
    select line, field, other, amount, other_amount, before
    from pairs
    where
        abs(apart_before) >= ln(if(field.starts_with('spend_on_'), 1.5 * $limit, $limit))
        and apart * apart_before < 0
        and least(one_moved, two_moved) >= abs(apart_before) / 6  -- both moved: a slip in only one has its own question
        and 1.5 * exchanged <= one_moved + two_moved  -- otherwise neither fits, and one of the two just moved
        and abs(apart + apart_before) < abs(apart - apart_before) / 3
    union all
    select
        rows.line,
        'it_capital' as field,
        'it_revenue' as other,
        rows.it_capital as amount,
        rows.it_revenue as other_amount,
        format(
            'of {} other trusts none has so large a part of capital in its IT spend', others.trusts
        ) as before
    from rows
    cross join others
    anti join before on rows.line = before.line and before.field = 'it_capital'
    where
        others.trusts >= $trusts
        and rows.it_capital > $limit * rows.it_revenue
        and rows.it_revenue < others.least * rows.it_capital
)

select
    field as "column",
    replace(other, '_', ' ') as other,
    format('{:,.15g}', cast(amount as double)) as value,
    format('{:,.15g}', cast(other_amount as double)) as against,
    before,
    line,
    1 as cells
from found
order by line, field, found.other
