-- grain: one row per unit x pillar x round x domain with a current score
select assessment_year, ods_code, care_setting, pillar, domain
from publication.maturity_scores
where domain is not null
