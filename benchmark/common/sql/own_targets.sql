-- grain: one row per trust x care setting (null: all of its settings) x pillar that the trust has set a target for
select ods_code, care_setting, pillar, target
from publication.own_targets
