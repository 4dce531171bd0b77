-- grain: one row per trust x pillar x offer or request
select
    exchange.ods_code,
    trusts.called as trust,
    trusts.fictional,
    exchange.pillar,
    exchange.offers_or_asks,
    exchange.contact,
    exchange.note
from publication.peer_exchange as exchange
inner join publication.footprint_trusts as trusts
    on trusts.assessment_year = $assessment_year
    and trusts.footprint = $footprint
    and trusts.ods_code = exchange.ods_code
order by trusts.called, exchange.ods_code, exchange.pillar, exchange.offers_or_asks
