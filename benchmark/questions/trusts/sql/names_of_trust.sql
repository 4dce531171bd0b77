-- grain: one row per name that the trust $ods_code has or had
select name, state, valid_from, valid_to
from publication.trust_names
where ods_code = $ods_code
order by state, name
