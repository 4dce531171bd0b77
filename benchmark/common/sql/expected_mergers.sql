-- grain: one row per system that is expected to merge with others
select ics_code, group_code
from publication.expected_mergers
order by ics_code
