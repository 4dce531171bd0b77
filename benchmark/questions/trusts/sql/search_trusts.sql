-- grain: one row per trust, open or closed, with its place on the round's footprint as assessed and now
-- A closed trust may have passed to several others; `successions` has them. other_names: (name, state) of its
-- present and former names other than its name at the time of the assessment.
select
    trusts.ods_code,
    trusts.name,
    trusts.fictional,
    trusts.closed_on,
    assessed.ics_code as assessed_ics,
    newest.ics_code as current_ics,
    list_filter(names.others, lambda other: other.name <> trusts.name) as other_names
from publication.trusts
left join publication.footprint_memberships as assessed
    on assessed.ods_code = trusts.ods_code
    and assessed.assessment_year = $assessment_year
    and assessed.footprint = 'assessed'
left join publication.footprint_memberships as newest
    on newest.ods_code = trusts.ods_code
    and newest.assessment_year = $assessment_year
    and newest.footprint = 'current'
left join (
    select ods_code, list({'name': name, 'state': state} order by state, name) as others
    from publication.trust_names
    where state <> 'variant'
    group by ods_code
) as names
    on names.ods_code = trusts.ods_code
order by trusts.ods_code
