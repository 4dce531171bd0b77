-- grain: one row per trust x edition of the Data Security and Protection Toolkit
select
    status.ods_code,
    status.edition,
    status.status,
    strftime(status.published_on, '%Y-%m-%d') as published_on,
    strftime(status.snapshot_on, '%Y-%m-%d') as snapshot_on
from publication.dspt_status as status
inner join publication.trusts using (ods_code)
order by status.ods_code, status.edition
