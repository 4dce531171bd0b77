-- grain: one row per trust whose code, or any name that it has or had, is $trust in lower case
-- A trust with that code comes first, then open trusts before closed ones. The name is the one in the newest round.
select
    trusts.ods_code,
    coalesce(max_by(names.then_called, names.assessment_year), any_value(trusts.name)) as trust,
    any_value(trusts.fictional) as fictional
from publication.trusts
left join publication.names_of_rounds as names using (ods_code)
group by trusts.ods_code, trusts.name, trusts.closed_on
having
    lower(trusts.ods_code) = $trust
    or lower(trusts.name) = $trust
    or list_contains(list(lower(names.then_called)), $trust)
    or trusts.ods_code in (select ods_code from publication.trust_names where lower(name) = $trust)
order by lower(trusts.ods_code) <> $trust, trusts.closed_on is not null, trusts.ods_code
