-- grain: one row per trust of the group on the footprint: of a known group, or of the listed members
select ods_code
from publication.group_trusts
where
    assessment_year = $assessment_year
    and footprint = split_part($footprint, '/', 1)
    and group_code = split_part($footprint, '/', 2)
union
select ods_code
from publication.stands_for
where
    assessment_year = $assessment_year
    and footprint = split_part($footprint, '/', 1)
    and list_contains(string_split(split_part($footprint, '/', 2), ','), code)
