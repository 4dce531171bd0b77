-- grain: one row per offer or request of the return if the trust also does the other on the same pillar
with
exchanges as (
    select ods_code, pillar, offers_or_asks, line from rows
    union all
    select ods_code, pillar, offers_or_asks, null as line
    from publication.peer_exchange
    anti join rows using (ods_code, pillar, offers_or_asks)
)

select
    rows.offers_or_asks as value,
    pillars.name as pillar,
    trusts.name,
    rows.line,
    1 as cells
from rows
inner join exchanges
    on rows.ods_code = exchanges.ods_code
    and rows.pillar = exchanges.pillar
    and rows.offers_or_asks <> exchanges.offers_or_asks
    and (exchanges.line is null or exchanges.line < rows.line)
inner join publication.trusts on rows.ods_code = trusts.ods_code
inner join publication.pillars on rows.pillar = pillars.pillar
order by rows.line
