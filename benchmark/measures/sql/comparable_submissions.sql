-- grain: one row per submission that comparable overall scores of some rounds rest on
-- $ods_codes null: of all real trusts, or of all fictional ones.
select distinct scores.submission_id
from publication.overall_comparable as scores
inner join publication.trusts using (ods_code)
where
    list_contains($years, scores.assessment_year)
    and (list_contains($ods_codes, scores.ods_code) or ($ods_codes is null and trusts.fictional = $fictional))
