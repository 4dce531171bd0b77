-- grain: one row per system x plan x pillar that was saved, with the submission that it stands by
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
    ics.fictional,
    submissions.submission_id,
    submissions.submitted_by,
    submissions.submitted_at,
    submissions.note
from publication.plans
inner join publication.submissions using (submission_id)
inner join publication.ics using (ics_code)
where plans.ics_code = $ics_code or $ics_code is null
order by plans.ics_code, plans.plan
