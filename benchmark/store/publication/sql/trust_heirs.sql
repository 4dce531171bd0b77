-- grain: one row per trust that has passed to others x trust that it is part of now
-- Now is the day of the newest submission: a merger after it has not happened yet. since: the day on which the trust
-- first passed to another.
create table pub.trust_heirs as
with recursive
happened as (
    select ods_code, successor_ods_code, effective_from
    from pub.trust_successions
    where effective_from <= (select max(submitted_at)::date from pub.submissions)
),

lines as (
    select ods_code, successor_ods_code as heir, effective_from as since
    from happened
    -- union, not union all: with that a circle of successions would never end
    union
    select lines.ods_code, happened.successor_ods_code, lines.since
    from lines
    inner join happened on happened.ods_code = lines.heir
)

select lines.ods_code, lines.heir, min(lines.since) as since
from lines
inner join pub.trusts as heirs on heirs.ods_code = lines.heir
where
    lines.heir not in (select ods_code from happened)
    -- a trust that closed without a known successor is not a trust now
    and heirs.closed_on is null
group by lines.ods_code, lines.heir
order by lines.ods_code, lines.heir
