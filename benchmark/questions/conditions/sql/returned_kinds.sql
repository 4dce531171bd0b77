-- grain: one row per trust x kind of return, for the other kinds of return that the themes use
select distinct ods_code, 'it_spend' as kind
from publication.it_spend
union all
select distinct ods_code, 'own_targets'
from publication.own_targets
union all
select distinct ods_code, 'peer_exchange'
from publication.peer_exchange
