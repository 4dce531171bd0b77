-- grain: one row per current row of {kind} of the organisations $codes, in the order of submission
select {columns}
from publication.{kind}
where list_contains($codes, {code})
order by submission_id, line
