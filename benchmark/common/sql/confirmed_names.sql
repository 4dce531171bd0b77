-- grain: one row per name or heading that a person confirmed, the newest first; withdrawn and replaced ones too
select
    confirmed.submission_id,
    confirmed.sort,
    confirmed.layout,
    confirmed.written,
    confirmed.stands_for,
    coalesce(trusts.name, ics.name) as organisation,
    confirmed.fictional,
    confirmed.submitted_by,
    confirmed.submitted_at,
    confirmed.state,
    confirmed.note
from publication.confirmed
left join publication.trusts
    on confirmed.sort = 'name' and trusts.ods_code = confirmed.stands_for
left join publication.ics
    on confirmed.sort = 'name' and ics.ics_code = confirmed.stands_for
order by confirmed.submission_id desc, confirmed.sort, confirmed.layout, confirmed.written
