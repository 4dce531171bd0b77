-- grain: one row per round x footprint x group x trust that the group holds there
-- Without members that left the group before the footprint's day, and with those that have joined since.
create table pub.group_trusts as
select distinct stands_for.assessment_year, stands_for.footprint, groups.group_code, stands_for.ods_code
from groups
inner join pub.stands_for on stands_for.code = groups.member_code
inner join footprints
    on footprints.assessment_year = stands_for.assessment_year
    and footprints.footprint = stands_for.footprint
    and footprints.footprint_on <= coalesce(groups.valid_to, date '9999-12-31')
order by all
