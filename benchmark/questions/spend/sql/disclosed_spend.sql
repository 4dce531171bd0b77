-- grain: one row per financial year x trust of $ods_codes x what a disclosed figure covers x address
select
    disclosed.ods_code,
    trusts.name as trust,
    disclosed.financial_year,
    disclosed.covers,
    disclosed.amount,
    disclosed.disclosed_on,
    disclosed.quote,
    disclosed.address,
    disclosed.submission_id
from publication.disclosed_spend as disclosed
inner join publication.trusts using (ods_code)
where list_contains($ods_codes, disclosed.ods_code)
order by trusts.name, disclosed.ods_code, disclosed.financial_year desc, disclosed.covers, disclosed.address
