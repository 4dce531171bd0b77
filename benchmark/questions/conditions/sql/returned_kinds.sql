-- grain: one row per trust x kind of return, of the kinds that tell of a theme beside the conditions return
select distinct ods_code, 'it_spend' as kind
from publication.it_spend
union all
select distinct ods_code, 'own_targets'
from publication.own_targets
union all
select distinct ods_code, 'peer_exchange'
from publication.peer_exchange
