-- grain: one row per trust x financial year whose operating expenditure is under $limit pounds, less than any trust's
select
    'operating_expenditure' as "column",
    format('{:,.15g}', cast(rows.operating_expenditure as double)) as value,
    coalesce(
        ', where the trust''s accounts of ' || accounts.financial_year || ' show '
        || format('{:,}', cast(accounts.amount as bigint)),
        ''
    ) as accounts,
    rows.line,
    1 as cells
from rows
left join publication.standing_accounts as accounts
    on rows.ods_code = accounts.ods_code
    and accounts.figure = 'operating_expenditure'
    and rows.financial_year >= accounts.stands_from
    and rows.financial_year < accounts.stands_until
where rows.operating_expenditure < $limit
order by rows.line
