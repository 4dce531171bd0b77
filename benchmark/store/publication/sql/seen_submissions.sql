-- grain: one row per submission that the reader may know of, with whether they may see all of it
-- Expects the temporary tables kind_data (kind, data) and seen (data, code).
select
    log.submission_id,
    log.origin <> 'return'
    or any_value(kind_data.data) = 'reference'
    or coalesce(bool_and(seen.code is not null), false) as whole
from raw.submission_log as log
inner join kind_data using (kind)
left join raw.submission_organisations as about on about.submission_id = log.submission_id
left join seen
    on seen.code = about.code
    and seen.data = if(kind_data.data = 'published', 'returns', kind_data.data)
group by log.submission_id, log.origin
having whole or bool_or(seen.code is not null)
