-- grain: one row per group with any member that stands
-- key: group_code
-- Its name and kind are those that were said last. is_shipped: whether a member of it came with the product.
select
    groups.group_code,
    arg_max(groups.group_name, groups.submission_id) as group_name,
    arg_max(groups.group_kind, groups.submission_id) as group_kind,
    bool_and(organisations.fictional) as fictional,
    bool_or(submissions.origin = 'published') as is_shipped
from groups
inner join organisations on organisations.code = groups.member_code
inner join submissions using (submission_id)
group by groups.group_code
