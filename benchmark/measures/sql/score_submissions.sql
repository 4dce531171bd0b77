-- grain: one row per submission that shown pillar scores of some rounds rest on
-- $ods_codes null: of all real trusts, or of all fictional ones.
select distinct rows.submission_id
from publication.unit_pillar_scores as shown
inner join publication.maturity_scores as rows
    on rows.assessment_year = shown.assessment_year
    and rows.ods_code = shown.ods_code
    and rows.care_setting = shown.care_setting
    and rows.pillar = shown.pillar
    and (rows.domain is not null) = (shown.domains > 0)
where
    list_contains($years, shown.assessment_year)
    and (list_contains($ods_codes, shown.ods_code) or ($ods_codes is null and shown.fictional = $fictional))
