-- grain: one row per trust x financial year whose operating expenditure is under $limit pounds: no trust's is
with
accounts as (
    select
        ods_code,
        financial_year,
        operating_expenditure,
        -- They stand in from their own year on until there are newer ones; the first for all years before too.
        if(row_number() over trust = 1, '', financial_year) as stands_from,
        lead(financial_year, 1, '9999') over trust as stands_until
    from publication.trust_context
    where operating_expenditure > 0
    window trust as (partition by ods_code order by financial_year)
)

select
    'operating_expenditure' as "column",
    format('{:,}', cast(rows.operating_expenditure as bigint)) as value,
    coalesce(
        ', where the trust''s accounts of ' || accounts.financial_year || ' show '
        || format('{:,}', cast(accounts.operating_expenditure as bigint)),
        ''
    ) as accounts,
    rows.line,
    1 as cells
from rows
left join accounts
    on rows.ods_code = accounts.ods_code
    and rows.financial_year >= accounts.stands_from
    and rows.financial_year < accounts.stands_until
where rows.operating_expenditure < $limit
order by rows.line
