-- grain: one row per round x trust, open or closed, with its name on the round's day and its name now
-- Where the day of a change is not known, the name is the one in `trusts`, its name at the time of the assessment.
-- called: the name, followed by its name now, or the trust that it is now part of, where that is another.
create table pub.names_of_rounds as
with
on_the_day as (
    select rounds.assessment_year, names.ods_code, names.name
    from pub.rounds
    inner join pub.trust_names as names
        on names.state <> 'variant'
        and rounds.footprint_on between coalesce(names.valid_from, date '0001-01-01')
        and coalesce(names.valid_to, date '9999-12-31')
    inner join pub.trusts using (ods_code)
    qualify
        row_number() over (
            partition by rounds.assessment_year, names.ods_code
            order by names.name <> trusts.name, names.valid_from desc nulls last, names.state, names.name
        )
        = 1
),

newest as (
    select
        trusts.ods_code,
        coalesce(names.name, trusts.name) as newest,
        regexp_replace(newest, ',?\s+(NHS|National Health Service)\s+(Foundation\s+)?Trust$', '', 'i') as without_form,
        -- One or two words alone, such as Bristol, would be a place: they keep the legal form.
        if(regexp_matches(without_form, '\S+\s+\S+\s+\S+'), without_form, newest) as short
    from pub.trusts
    left join pub.trust_names as names
        on names.ods_code = trusts.ods_code
        and names.state = 'current'
    qualify row_number() over (partition by trusts.ods_code order by names.valid_from desc nulls last, names.name) = 1
),

became as (
    select trust_heirs.ods_code, string_agg(newest.short, ' and ' order by trust_heirs.heir) as heirs
    from pub.trust_heirs
    inner join newest on newest.ods_code = trust_heirs.heir
    group by trust_heirs.ods_code
)

select
    rounds.assessment_year,
    trusts.ods_code,
    coalesce(on_the_day.name, trusts.name) as then_name,
    newest.newest as now_name,
    then_name || coalesce(
        ' (now part of ' || became.heirs || ')',
        if(now_name <> then_name, ' (now ' || newest.short || ')', '')
    ) as then_called,
    now_name || coalesce(' (now part of ' || became.heirs || ')', '') as now_called
from pub.rounds
cross join pub.trusts
left join on_the_day
    on on_the_day.assessment_year = rounds.assessment_year
    and on_the_day.ods_code = trusts.ods_code
inner join newest on newest.ods_code = trusts.ods_code
left join became on became.ods_code = trusts.ods_code
order by rounds.assessment_year, trusts.ods_code
