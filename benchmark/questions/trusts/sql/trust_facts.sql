-- grain: one row for the trust $ods_code, with its latest published size and supplier
select
    trusts.name,
    trusts.trust_type,
    context.financial_year,
    context.operating_expenditure,
    context.average_wte,
    suppliers.supplier,
    suppliers.as_of
from publication.trusts
left join publication.latest_trust_context as context using (ods_code)
left join publication.epr_suppliers as suppliers using (ods_code)
where trusts.ods_code = $ods_code
order by suppliers.as_of desc
limit 1
