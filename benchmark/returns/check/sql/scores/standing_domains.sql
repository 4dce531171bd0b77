-- grain: one row per round x pillar x domain that standing returns of real or of fictional trusts have scored
select distinct scores.assessment_year, scores.pillar, trusts.fictional, scores.domain
from publication.maturity_scores as scores
inner join publication.trusts using (ods_code)
where scores.domain is not null
