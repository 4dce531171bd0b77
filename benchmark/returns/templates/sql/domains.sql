-- grain: one row per trust of $codes x care setting x pillar x domain that it ever returned
select ods_code, care_setting, pillar, domain
from publication.maturity_scores
inner join publication.pillars using (pillar)
where list_contains($codes, ods_code) and domain is not null
group by all
order by ods_code, care_setting, any_value(position), domain
