-- grain: one row per round x pillar x set of domains that units of the return leave out
-- Left out is what standing returns of the round scored, or of the newest round before; where none did, what other
-- units of the return score. Real and fictional trusts are held to their own sort.
with
incoming as (
    select
        rows.assessment_year,
        rows.ods_code,
        rows.care_setting,
        rows.pillar,
        trusts.fictional,
        list(distinct rows.domain) as domains,
        min(rows.line) as line
    from rows
    inner join publication.trusts using (ods_code)
    where rows.domain is not null
    group by all
),

standing as (
    select distinct scores.assessment_year, scores.pillar, scores.domain, trusts.fictional
    from publication.maturity_scores as scores
    inner join publication.trusts using (ods_code)
    where scores.domain is not null
),

wanted as (
    select distinct assessment_year, pillar, fictional
    from incoming
),

newest as (
    select
        wanted.assessment_year,
        wanted.pillar,
        wanted.fictional,
        max(standing.assessment_year) as known_year
    from wanted
    left join standing
        on wanted.pillar = standing.pillar
        and wanted.fictional = standing.fictional
        and standing.assessment_year <= wanted.assessment_year
    group by all
),

expected as (
    select newest.assessment_year, newest.pillar, newest.fictional, list(distinct standing.domain) as domains
    from newest
    inner join standing
        on newest.pillar = standing.pillar
        and newest.fictional = standing.fictional
        and newest.known_year = standing.assessment_year
    group by all
    union all
    select incoming.assessment_year, incoming.pillar, incoming.fictional, list_distinct(flatten(list(incoming.domains)))
    from incoming
    inner join newest using (assessment_year, pillar, fictional)
    where newest.known_year is null
    group by all
),

missing as (
    select
        incoming.assessment_year,
        incoming.pillar,
        incoming.line,
        len(incoming.domains) as own,
        list_sort(list_filter(expected.domains, lambda domain: not list_contains(incoming.domains, domain))) as left_out
    from incoming
    inner join expected using (assessment_year, pillar, fictional)
)

select
    list_aggregate(missing.left_out, 'string_agg', ', ') as value,
    cast(missing.assessment_year as varchar) as year,
    pillars.name as pillar,
    min(missing.line) as line,
    count(*) as cells
from missing
inner join publication.pillars using (pillar)
where len(missing.left_out) > 0
group by all
order by line
