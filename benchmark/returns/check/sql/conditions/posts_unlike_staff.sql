-- grain: one row per role of the return with more posts than the share $limit of the trust's staff
select
    printf('%g', greatest(rows.funded, rows.in_post)) as value,
    trusts.name,
    rows.item,
    format('{:,}', cast(accounts.average_wte as bigint)) as accounts,
    accounts.financial_year as year,
    rows.line,
    1 as cells
from rows
inner join publication.latest_trust_context as accounts using (ods_code)
inner join publication.trusts using (ods_code)
where rows.section = 'digital_posts' and greatest(rows.funded, rows.in_post) > $limit * accounts.average_wte
order by rows.line
