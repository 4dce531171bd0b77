-- grain: one row per succession of a trust, of any day
select successions.ods_code, successions.successor_ods_code, heirs.now_name as successor
from publication.trust_successions as successions
inner join (select distinct ods_code, now_name from publication.names_of_rounds) as heirs
    on heirs.ods_code = successions.successor_ods_code
order by successions.ods_code, successions.successor_ods_code
