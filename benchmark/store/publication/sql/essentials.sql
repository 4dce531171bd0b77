-- grain: one row, how much there is of everything that every page needs, of real organisations
-- {database}: the publication's.
select
    (select count(*) from {database}.ics where not fictional) as systems,
    (select count(*) from {database}.trusts where not fictional) as trusts,
    (
        select count(*)
        from {database}.memberships
        inner join {database}.trusts using (ods_code)
        where not trusts.fictional
    ) as memberships,
    (select count(*) from {database}.unit_pillar_scores where not fictional) as scores
