-- grain: one row per submission whose file is not the one that was received
-- check: every file is kept as it was received
select 'submission ' || submission_id || ' (' || file_name || ') has other bytes than its sha256 or size says' as fault
from submission
where sha256(content) <> sha256 or octet_length(content) <> size_bytes
order by submission_id
