-- grain: one row, the count of current domain scores for pillars of the return
select count(*) as domains
from publication.maturity_scores
semi join rows using (assessment_year, ods_code, care_setting, pillar)
where domain is not null
