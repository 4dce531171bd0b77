-- grain: one row: the trust whose code or name is $ods_code, in any letters
select ods_code, name, fictional
from publication.trusts
where upper(ods_code) = upper($ods_code) or lower(name) = lower($ods_code)
order by upper(ods_code) = upper($ods_code) desc, closed_on desc nulls first
limit 1
