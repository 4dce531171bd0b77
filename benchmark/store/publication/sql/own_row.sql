-- grain: one row, about the publication itself: its version, the last ledger entry in it with the hash and time of that
-- entry, the day that it shows, and the product that made it
create table pub.publication as
select
    ?::varchar as version,
    ?::bigint as ledger_entry,
    ?::varchar as head,
    ?::timestamp as as_at,
    ?::varchar as product,
    (select made_at from ledger.entry where entry_id = ?) as entered_at
