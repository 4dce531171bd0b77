-- grain: one row per round x pillar x domain with current scores of real, or of fictional, trusts
select distinct scores.assessment_year, scores.pillar, trusts.fictional, scores.domain
from publication.maturity_scores as scores
inner join publication.trusts using (ods_code)
where scores.domain is not null
