-- grain: one row per group x organisation that is or was its member
-- Members from a withdrawn submission too, if a pack of the group was kept while it stood: the pack may be about them.
create table pub.ever_members as
with
entries as (
    select *
    from ledger.entry
    where entry_id <= ?
),

stood as (
    select
        submission_id,
        min(entry_id) as first_entry,
        max(entry_id) filter (where action = 'withdraw') as last_entry
    from entries
    group by submission_id
),

kept as (
    select packs.subject as group_code, entries.entry_id
    from ledger.row_board_packs as packs
    inner join entries
        on entries.submission_id = packs.submission_id
        and entries.action = 'submit'
)

select distinct given.group_code, given.member_code
from ledger.row_groups as given
inner join pub.submission_log as log on log.submission_id = given.submission_id
inner join stood on stood.submission_id = given.submission_id
where
    log.state = 'standing'
    or exists (
        select 1
        from kept
        where
            kept.group_code = given.group_code
            and kept.entry_id between stood.first_entry and stood.last_entry
    )
order by all
