-- grain: one row per pillar of a unit in the return, with the score that it would have
-- If the return has domains of the pillar, it is the mean of these and of the current domains that stay.
with
given as (
    select
        assessment_year,
        ods_code,
        care_setting,
        pillar,
        min(line) as line,
        count(domain) as domains,
        max(score) filter (where domain is null) as own
    from rows
    group by all
),

domains as (
    select assessment_year, ods_code, care_setting, pillar, score
    from rows
    where domain is not null
    union all
    select assessment_year, ods_code, care_setting, pillar, score
    from publication.maturity_scores
    semi join given using (assessment_year, ods_code, care_setting, pillar)
    anti join rows using (assessment_year, ods_code, care_setting, pillar, domain)
    where domain is not null
),

means as (
    select assessment_year, ods_code, care_setting, pillar, avg(score) as mean
    from domains
    group by all
)

select
    given.line,
    given.assessment_year,
    given.ods_code,
    given.care_setting,
    given.pillar,
    case when given.domains > 0 then means.mean else given.own end as score
from given
left join means using (assessment_year, ods_code, care_setting, pillar)
