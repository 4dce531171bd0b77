-- grain: one row per kind x round x whether fictional, with scores whose compared_with is empty
-- Such scores came in before the column existed, when a round had one score, compared with any other round. A shipped
-- file that came again since counts too, even if it is withdrawn: its rounds were paired then.
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
