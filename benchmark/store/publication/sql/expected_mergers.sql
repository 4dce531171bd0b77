-- grain: one row per system that is expected to merge with others: a member of a cluster on the newest footprint
-- Only from the clusters that came with the product: a reader's own group changes no footprint.
create table pub.expected_mergers as
with
clusters as (
    select
        groups.group_code,
        arg_max(groups.group_name, groups.submission_id) as group_name
    from pub.groups
    inner join pub.submissions using (submission_id)
    group by groups.group_code
    having
        bool_or(submissions.origin = 'published')
        and arg_max(groups.group_kind, groups.submission_id) = 'cluster'
)

select distinct
    groups.member_code as ics_code,
    clusters.group_code,
    clusters.group_name
from pub.groups
inner join clusters using (group_code)
inner join pub.ics on ics.ics_code = groups.member_code and not ics.fictional
where
    coalesce(groups.valid_to, date '9999-12-31')
    >= (select max(valid_from) from pub.ics where not fictional)
order by all
