-- grain: one row per trust x financial year with accounts of its IT equipment and software
-- ages: the share of the gross cost that is written off, 0 to 1; missing without a cost.
with
together as (
    select
        *,
        it_additions + software_additions as additions,
        it_gross + software_gross as gross,
        it_accumulated + software_accumulated as accumulated
    from publication.trust_accounts_assets
)

select
    together.ods_code,
    trusts.name as trust,
    together.financial_year,
    together.it_additions,
    together.software_additions,
    together.additions,
    together.all_additions,
    together.additions / nullif(greatest(together.all_additions, 0), 0) as share_of_additions,
    together.operating_expenditure,
    together.additions / nullif(together.operating_expenditure, 0) as share_of_operating,
    together.it_gross,
    together.it_accumulated,
    together.it_accumulated / nullif(greatest(together.it_gross, 0), 0) as it_age,
    together.software_gross,
    together.software_accumulated,
    together.software_accumulated / nullif(greatest(together.software_gross, 0), 0) as software_age,
    together.accumulated / nullif(greatest(together.gross, 0), 0) as age,
    together.submission_id
from together
inner join publication.trusts using (ods_code)
order by together.ods_code, together.financial_year
