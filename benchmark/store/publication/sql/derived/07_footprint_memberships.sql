-- grain: one row per round x footprint x trust
-- key: assessment_year, footprint, ods_code
-- A fictional round has only members of fictional systems. On the footprint as assessed a trust is in the system that
-- it was in then. On every other one, a trust that has merged into another is in that one's system, and so are its
-- returns.
with
placed as (
    select
        footprints.assessment_year,
        footprints.footprint,
        memberships.ods_code,
        if(footprints.footprint = 'expected', coalesce(merged.group_code, ics_code), ics_code) as ics_code,
        memberships.basis
    from footprints
    inner join memberships
        on memberships.valid_from <= footprints.footprint_on
        and footprints.footprint_on <= coalesce(memberships.valid_to, date '9999-12-31')
    left join ics using (ics_code)
    left join expected_mergers as merged using (ics_code)
    where coalesce(ics.fictional, false) or not footprints.fictional
),

-- With several heirs, the first by code: a trust can be in only one system.
heirs as (
    select ods_code, min(heir) as heir
    from trust_heirs
    group by ods_code
)

select
    placed.assessment_year,
    placed.footprint,
    placed.ods_code,
    coalesce(of_heir.ics_code, placed.ics_code) as ics_code,
    if(of_heir.ods_code is null, placed.basis, 'place of ' || of_heir.ods_code || ': ' || of_heir.basis) as basis
from placed
left join heirs
    on heirs.ods_code = placed.ods_code
    and placed.footprint <> 'assessed'
left join placed as of_heir
    on of_heir.assessment_year = placed.assessment_year
    and of_heir.footprint = placed.footprint
    and of_heir.ods_code = heirs.heir
