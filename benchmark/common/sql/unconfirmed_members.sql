-- grain: one row per trust that counts in a system in the round and whose membership nobody has confirmed
select
    memberships.ics_code,
    trusts.called as trust,
    memberships.ods_code
from publication.footprint_memberships as memberships
inner join publication.footprint_trusts as trusts
    on trusts.ods_code = memberships.ods_code
    and trusts.assessment_year = $assessment_year
    and trusts.footprint = $footprint
where
    memberships.assessment_year = $assessment_year
    and memberships.footprint = $footprint
    and memberships.basis like '%geography%'
    and exists (
        select 1
        from publication.unit_pillar_scores as scores
        where
            scores.assessment_year = $assessment_year
            and scores.ods_code = memberships.ods_code
    )
order by trusts.name
