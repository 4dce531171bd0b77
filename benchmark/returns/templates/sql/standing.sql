-- grain: one row per standing row of {kind} of the organisations $codes, in the order of their submission
select {columns}
from publication.{kind}
where list_contains($codes, {code})
order by submission_id, line
