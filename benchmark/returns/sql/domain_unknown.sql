-- grain: one row per pillar x domain of the return that no return of the same sort of trusts, real or fictional, has scored
with
incoming as (
    select rows.pillar, rows.domain, trusts.fictional, min(rows.line) as line, count(*) as cells
    from rows
    inner join publication.trusts using (ods_code)
    where rows.domain is not null
    group by all
),

known as (
    select distinct scores.pillar, scores.domain, trusts.fictional
    from publication.maturity_scores as scores
    inner join publication.trusts using (ods_code)
    where scores.domain is not null
),

listed as (
    select pillar, fictional, string_agg(domain, ', ' order by domain) as options
    from known
    group by pillar, fictional
)

select
    incoming.domain as value,
    pillars.name as pillar,
    coalesce('one of: ' || listed.options, 'a domain of the assessment: none of this pillar has been returned yet') as options,
    incoming.line,
    incoming.cells
from incoming
anti join known using (pillar, domain, fictional)
inner join publication.pillars using (pillar)
left join listed using (pillar, fictional)
order by incoming.line
