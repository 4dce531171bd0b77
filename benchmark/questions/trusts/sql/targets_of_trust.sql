-- grain: one row per care setting (null: all of its settings) x pillar for which the trust $ods_code has set a target
select targets.care_setting, targets.pillar, targets.target, targets.reason
from publication.own_targets as targets
inner join publication.pillars using (pillar)
where targets.ods_code = $ods_code
order by targets.care_setting nulls first, pillars.position
