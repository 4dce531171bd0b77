-- grain: one row per group x trust in it on the round's footprint $base
select group_code, ods_code
from publication.group_trusts
where assessment_year = $assessment_year and footprint = $base
order by group_code, ods_code
