-- grain: one row per group x member x first day
select groups.group_code, groups.member_code, members.name, members.is_trust, groups.valid_from, groups.valid_to, groups.source
from publication.groups
inner join publication.organisations as members on members.code = groups.member_code
order by groups.group_code, members.name, groups.valid_from
