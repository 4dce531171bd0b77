-- grain: one row per group with any standing member
-- key: group_code
-- Its name and kind are the newest ones submitted.
select
    groups.group_code,
    arg_max(groups.group_name, groups.submission_id) as group_name,
    arg_max(groups.group_kind, groups.submission_id) as group_kind,
    bool_and(organisations.fictional) as fictional
from groups
inner join organisations on organisations.code = groups.member_code
group by groups.group_code
