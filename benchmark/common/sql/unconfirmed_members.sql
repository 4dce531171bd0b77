-- grain: one row per trust that a system counts in the round and whose place in it nobody has confirmed
-- $ics_code null: all systems.
select
    memberships.ods_code,
    trusts.called as trust,
    memberships.basis
from publication.footprint_memberships as memberships
inner join publication.footprint_trusts as trusts using (assessment_year, footprint, ods_code)
where
    memberships.assessment_year = $assessment_year
    and memberships.footprint = $footprint
    and (memberships.ics_code = $ics_code or $ics_code is null)
    and memberships.basis like '%geography%'
    and exists (
        select 1
        from publication.unit_pillar_scores as scores
        where
            scores.assessment_year = memberships.assessment_year
            and scores.ods_code = memberships.ods_code
    )
order by trusts.name
