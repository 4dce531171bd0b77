-- grain: one row per trust of $ods_codes with pillar scores in the round: the mean of its care settings
select
    ods_code,
    avg(overall) as overall,
    count(*) as settings
from publication.units
where assessment_year = $assessment_year and list_contains($ods_codes, ods_code)
group by ods_code
order by ods_code
