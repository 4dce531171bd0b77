-- grain: one row per trust x care setting x domain of the round, if the pillar's score was computed from domains
select scores.ods_code, scores.care_setting, scores.pillar, scores.domain, scores.score
from publication.maturity_scores as scores
inner join publication.unit_pillar_scores as pillars
    on pillars.assessment_year = scores.assessment_year
    and pillars.ods_code = scores.ods_code
    and pillars.care_setting = scores.care_setting
    and pillars.pillar = scores.pillar
where scores.assessment_year = $assessment_year and scores.domain is not null and pillars.domains > 0
order by scores.ods_code, scores.care_setting, pillars.pillar_position, scores.domain
