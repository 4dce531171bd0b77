-- grain: one row per trust x pillar x offer or request
select
    exchange.ods_code,
    trusts.name as trust,
    trusts.fictional,
    exchange.pillar,
    exchange.offers_or_asks,
    exchange.contact,
    exchange.note
from publication.peer_exchange as exchange
inner join publication.trusts using (ods_code)
order by trusts.name, exchange.ods_code, exchange.pillar, exchange.offers_or_asks
