-- grain: one row per figure of the return that differs from another one the trust disclosed for the same year
-- The other figure is in this return, at another address, or in an earlier return. An earlier figure at the
-- same address does not count, as this one replaces it.
with
known as (
    select financial_year, ods_code, covers, address, amount, disclosed_on from rows
    union all
    select financial_year, ods_code, covers, address, amount, disclosed_on
    from publication.disclosed_spend
    anti join rows using (financial_year, ods_code, covers, address)
),

differing as (
    select
        rows.financial_year,
        rows.ods_code,
        rows.covers,
        rows.amount,
        rows.line,
        arg_max(known.amount, known.disclosed_on) as other_amount,
        arg_max(known.address, known.disclosed_on) as other_address
    from rows
    inner join known
        on rows.financial_year = known.financial_year
        and rows.ods_code = known.ods_code
        and rows.covers = known.covers
        and rows.address != known.address
        and rows.amount != known.amount
    group by all
)

select
    format('{:,}', cast(round(differing.amount) as bigint)) as value,
    trusts.name,
    differing.covers,
    differing.financial_year as year,
    format('{:,}', cast(round(differing.other_amount) as bigint)) as other,
    differing.other_address as address,
    differing.line,
    1 as cells
from differing
inner join publication.trusts using (ods_code)
order by differing.line
