-- grain: one row, the publication's own: its version, the ledger's entry that it goes up to with the chain's hash there, when it was built, and by which product
create table pub.publication as
select
    ?::varchar as version,
    ?::bigint as ledger_entry,
    ?::varchar as head,
    ?::timestamp as as_at,
    ?::timestamp as built_at,
    ?::varchar as product
