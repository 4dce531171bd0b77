-- grain: one row per trust x edition of the Data Security and Protection Toolkit
select status.ods_code, status.edition, status.status, status.published_on, status.snapshot_on
from publication.dspt_status as status
inner join publication.trusts using (ods_code)
order by status.ods_code, status.edition
