-- grain: one row, the publication's own: its version, the ledger's entry that it goes up to, and when it was built
create table pub.publication as
select
    ?::varchar as version,
    ?::bigint as ledger_entry,
    ?::timestamp as as_at,
    ?::timestamp as built_at
