-- grain: one row per trust and submission that its shown pillar scores in some rounds come from
select distinct
    shown.ods_code,
    shown.fictional,
    rows.submission_id
from publication.unit_pillar_scores as shown
inner join publication.maturity_scores as rows
    on rows.assessment_year = shown.assessment_year
    and rows.ods_code = shown.ods_code
    and rows.care_setting = shown.care_setting
    and rows.pillar = shown.pillar
    and (rows.domain is not null) = (shown.domains > 0)
where list_contains($years, shown.assessment_year)
