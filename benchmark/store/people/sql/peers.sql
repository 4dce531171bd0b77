-- grain: one row per system that decided how its trusts see each other's returns, with its newest decision
select peers_decided.ics_code, peers_decided.peers
from peers_decided
inner join (
    select ics_code, max(entry_id) as entry_id
    from peers_decided
    group by ics_code
) as newest on newest.entry_id = peers_decided.entry_id
