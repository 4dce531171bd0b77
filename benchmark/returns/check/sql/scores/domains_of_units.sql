-- grain: one row per unit x pillar x round x domain that a standing return has scored
select assessment_year, ods_code, care_setting, pillar, domain
from publication.maturity_scores
where domain is not null
