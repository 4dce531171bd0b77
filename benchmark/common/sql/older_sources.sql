-- grain: one row per open trust x publication of which at least $share of such trusts have a later edition than it has
-- edition: the newest of the trust, as a reader writes it. later: how many have a later one. trusts: how many have any.
with
editions as (
    select 'trust_context' as kind, ods_code, financial_year as edition, financial_year as written
    from publication.trust_context
    union all
    select 'dspt_status', ods_code, edition, edition
    from publication.dspt_status
    union all
    select 'medical_records', ods_code, financial_year, financial_year
    from publication.medical_records
    union all
    select 'epr_suppliers', ods_code, strftime(as_of, '%Y-%m'), strftime(as_of, '%B %Y')
    from publication.epr_suppliers
    union all
    select 'eric_types', ods_code, financial_year, financial_year
    from publication.eric_types
),

newest as (
    select editions.kind, editions.ods_code, trusts.fictional, max(edition) as edition, max_by(written, edition) as written
    from editions
    inner join publication.trusts using (ods_code)
    where trusts.closed_on is null
    group by all
)

select
    kind,
    ods_code,
    written as edition,
    rank() over (partition by kind, fictional order by edition desc) - 1 as later,
    count(*) over (partition by kind, fictional) as trusts
from newest
qualify later >= $share * trusts
order by ods_code, kind
