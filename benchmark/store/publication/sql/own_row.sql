-- grain: one row, the publication's own: its version, the ledger's entry that it goes up to with the chain's hash there, the day that it shows, which product made it, and when that entry was made
create table pub.publication as
select
    ?::varchar as version,
    ?::bigint as ledger_entry,
    ?::varchar as head,
    ?::timestamp as as_at,
    ?::varchar as product,
    (select made_at from ledger.entry where entry_id = ?) as entered_at
