-- grain: one row per system on a footprint on which a group counts as a system, the group included
-- A group without a name is called by its trusts' names.
select
    assessment_year,
    $footprint as footprint,
    ics_code,
    name,
    region_code,
    region,
    fictional
from publication.footprint_systems
where
    assessment_year = $assessment_year
    and footprint = split_part($footprint, '/', 1)
    and ics_code <> split_part($footprint, '/', 2)
union all
select
    $assessment_year as assessment_year,
    $footprint as footprint,
    split_part($footprint, '/', 2) as ics_code,
    coalesce(
        (
            select group_name
            from publication.group_names
            where group_code = split_part($footprint, '/', 2)
        ),
        array_to_string(
            list(regexp_replace(trusts.name, ',? NHS (Foundation )?Trust$', '') order by trusts.name)
            [: if(count(*) <= 3, greatest(count(*) - 1, 1), 3)],
            ', '
        )
        || case
            when count(*) = 1 then ''
            when count(*) <= 3 then ' and ' || regexp_replace(max_by(trusts.name, trusts.name), ',? NHS (Foundation )?Trust$', '')
            else ' and ' || count(*) - 3 || ' more'
        end
    ) as name,
    if(count(distinct systems.region_code) = 1, min(systems.region_code), '') as region_code,
    if(count(distinct systems.region_code) = 1, min(systems.region), 'Several regions') as region,
    bool_and(trusts.fictional) as fictional
from ({own_trusts}) as own
inner join
    (
        select ods_code, name, fictional
        from publication.footprint_trusts
        where assessment_year = $assessment_year and footprint = split_part($footprint, '/', 1)
    ) as trusts using (ods_code)
inner join publication.footprint_memberships as memberships
    on memberships.ods_code = own.ods_code
    and memberships.assessment_year = $assessment_year
    and memberships.footprint = split_part($footprint, '/', 1)
inner join publication.footprint_systems as systems
    on systems.ics_code = memberships.ics_code
    and systems.assessment_year = $assessment_year
    and systems.footprint = split_part($footprint, '/', 1)
where systems.fictional or not trusts.fictional
having count(*) > 0
