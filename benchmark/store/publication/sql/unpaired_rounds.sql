-- grain: one row per kind x round x whether fictional, with scores that do not say what they are compared with
-- Such scores came in before the column existed, when a round had one score, held against whatever other round
-- there was. A shipped file that came again since counts as well, though withdrawn: those rounds were paired then.
select distinct 'overall_comparable' as kind, scores.assessment_year, trusts.fictional
from ledger.row_overall_comparable as scores
inner join pub.submission_log as log on log.submission_id = scores.submission_id
inner join pub.trusts using (ods_code)
where scores.compared_with is null and (log.state = 'standing' or log.origin <> 'return')
union all
select distinct 'icb_overall_comparable' as kind, scores.assessment_year, ics.fictional
from ledger.row_icb_overall_comparable as scores
inner join pub.submission_log as log on log.submission_id = scores.submission_id
inner join (select distinct ics_code, fictional from pub.ics) as ics using (ics_code)
where scores.compared_with is null and (log.state = 'standing' or log.origin <> 'return')
order by kind, assessment_year, fictional
