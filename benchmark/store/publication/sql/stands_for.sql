-- grain: one row per round x footprint x code of a trust or system of any time x trust that it stands for there
-- A trust stands for itself, and for those that had passed to it by the footprint's day and are still on the footprint.
-- A trust that is not on the footprint stands for the nearest ones that had taken over from it by then; one that opened
-- later, for those that it took over from. On other footprints than the assessed one trusts have their newest names, so
-- there a trust stands for all that have passed to it since, also after the footprint's day. A system stands for its
-- trusts on that day, as the footprint places them. A system that did not exist then stands for its trusts on today's
-- footprint, or else on its own nearest day.
create table pub.stands_for as
with recursive
placed as (
    select footprints.assessment_year, footprints.footprint, footprints.footprint_on, memberships.ods_code
    from footprints
    inner join footprint_memberships as memberships using (assessment_year, footprint)
),

-- From each trust along the successions that had taken effect, to the first trust on the footprint.
heirs as (
    select footprints.*, trusts.ods_code as code, trusts.ods_code, placed.ods_code is not null as has_place
    from footprints
    cross join trusts
    left join placed using (assessment_year, footprint, ods_code)
    union
    select
        heirs.assessment_year,
        heirs.footprint,
        heirs.footprint_on,
        heirs.fictional,
        heirs.code,
        successions.successor_ods_code as ods_code,
        placed.ods_code is not null as has_place
    from heirs
    inner join trust_successions as successions
        on successions.ods_code = heirs.ods_code and successions.effective_from <= heirs.footprint_on
    left join placed
        on placed.assessment_year = heirs.assessment_year
        and placed.footprint = heirs.footprint
        and placed.ods_code = successions.successor_ods_code
    where not heirs.has_place
),

-- From each trust on the footprint along all successions: which it passed to, and whether by the footprint's day.
passed as (
    select assessment_year, footprint, footprint_on, ods_code as code, ods_code, true as in_time
    from placed
    union
    select
        passed.assessment_year,
        passed.footprint,
        passed.footprint_on,
        successions.successor_ods_code as code,
        passed.ods_code,
        passed.in_time
        and (successions.effective_from <= passed.footprint_on or passed.footprint <> 'assessed') as in_time
    from passed
    inner join trust_successions as successions on successions.ods_code = passed.code
),

of_trusts as (
    select assessment_year, footprint, code, ods_code
    from heirs
    where has_place
    union
    select assessment_year, footprint, code, ods_code
    from passed
    where in_time
),

of_all_trusts as (
    select *
    from of_trusts
    union
    select assessment_year, footprint, code, ods_code
    from passed
    anti join of_trusts using (assessment_year, footprint, code)
),

-- A system's trusts on the footprint where the system existed on that day, or else on today's footprint.
of_placed_systems as (
    select footprints.assessment_year, footprints.footprint, ics.ics_code as code, places.ods_code
    from footprints
    cross join ics
    inner join footprint_memberships as places
        on places.assessment_year = footprints.assessment_year
        and places.ics_code = ics.ics_code
        -- not 'expected', where a cluster replaces its systems on the same day
        and places.footprint = if(
            footprints.footprint = 'assessed'
            and footprints.footprint_on between ics.valid_from and coalesce(ics.valid_to, date '9999-12-31'),
            'assessed',
            'current'
        )
),

-- A system that exists on neither day: its trusts on its first or last day, whichever is nearer.
of_systems as (
    select *
    from of_placed_systems
    union all
    select footprints.assessment_year, footprints.footprint, ics.ics_code as code, memberships.ods_code
    from footprints
    cross join ics
    inner join memberships
        on memberships.ics_code = ics.ics_code
        and least(greatest(footprints.footprint_on, ics.valid_from), coalesce(ics.valid_to, date '9999-12-31'))
        between memberships.valid_from and coalesce(memberships.valid_to, date '9999-12-31')
    anti join of_placed_systems as known
        on known.assessment_year = footprints.assessment_year
        and known.footprint = footprints.footprint
        and known.code = ics.ics_code
)

select *
from of_all_trusts
union
select of_systems.assessment_year, of_systems.footprint, of_systems.code, found.ods_code
from of_systems
inner join of_all_trusts as found
    on found.assessment_year = of_systems.assessment_year
    and found.footprint = of_systems.footprint
    and found.code = of_systems.ods_code
order by all
