-- grain: one row, whether any pillar of the return has domains that stand
select count(*) as domains
from publication.maturity_scores
semi join rows using (assessment_year, ods_code, care_setting, pillar)
where domain is not null
