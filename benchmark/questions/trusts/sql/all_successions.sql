-- grain: one row per succession of a trust, whatever its day
select successions.ods_code, successions.successor_ods_code, trusts.name as successor
from publication.trust_successions as successions
inner join publication.trusts on trusts.ods_code = successions.successor_ods_code
order by successions.ods_code, successions.successor_ods_code
