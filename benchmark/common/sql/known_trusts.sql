-- grain: one row per trust in the publication, open or closed, with its name in the newest round
select
    trusts.ods_code,
    coalesce(max_by(names.then_called, names.assessment_year), any_value(trusts.name)) as trust,
    any_value(trusts.fictional) as fictional
from publication.trusts
left join publication.names_of_rounds as names using (ods_code)
group by trusts.ods_code
order by trusts.ods_code
