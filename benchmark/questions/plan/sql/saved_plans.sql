-- grain: one row per system or group x saved plan x pillar, with the submission that it comes from
-- $ics_code null: all systems.
select
    plans.ics_code,
    plans.plan,
    plans.assessment_year,
    plans.footprint,
    plans.standard,
    plans.level,
    plans.fund,
    plans.years,
    plans.rule,
    plans.scale_with_size,
    plans.pioneers_share,
    plans.pioneers_split,
    plans.pillar,
    plans.cost_per_point,
    coalesce(ics.fictional, group_names.fictional, listed.fictional, false) as fictional,
    submissions.submission_id,
    submissions.submitted_by,
    submissions.submitted_at,
    submissions.note
from publication.plans
inner join publication.submissions using (submission_id)
left join publication.ics using (ics_code)
left join publication.group_names on group_names.group_code = plans.ics_code
left join publication.organisations as listed on listed.code = split_part(plans.ics_code, ',', 1)
where plans.ics_code = $ics_code or $ics_code is null
order by plans.ics_code, plans.plan
