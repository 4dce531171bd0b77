-- grain: one row per system that is expected to merge with others: a member of a cluster on the newest footprint
-- key: ics_code
-- Of the clusters that came with the product: what one reader makes is a group, and changes no footprint.
create view expected_mergers as
select distinct groups.member_code as ics_code, group_names.group_code, group_names.group_name
from groups
inner join group_names using (group_code)
inner join ics on ics.ics_code = groups.member_code
where
    group_names.is_shipped
    and group_names.group_kind = 'cluster'
    and not ics.fictional
    and coalesce(groups.valid_to, date '9999-12-31')
    >= (select max(footprint_on) from footprints where footprint = 'expected')
