-- grain: one row per trust and submission that its comparable overall scores in some rounds come from
select distinct
    scores.ods_code,
    trusts.fictional,
    scores.submission_id
from publication.overall_comparable as scores
inner join publication.trusts using (ods_code)
where list_contains($years, scores.assessment_year)
