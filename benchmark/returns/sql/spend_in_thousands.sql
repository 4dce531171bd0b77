-- grain: one row per trust x financial year whose operating expenditure is under $limit pounds: no trust's is
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
left join publication.latest_trust_context as accounts using (ods_code)
where rows.operating_expenditure < $limit
order by rows.line
