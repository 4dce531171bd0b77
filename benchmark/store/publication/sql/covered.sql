-- grain: one row per row of {kind} that came with the product and that a return replaced, or may have
-- People who may not see the return are shown these. {kind}, {row_table}, {names}, {key}: the kind's.
create table pub.covered_{kind} as
select distinct on ({key}) submission_id, line, {names}
from ledger.{row_table}
semi join standing using (submission_id)
semi join (select submission_id from ledger.submission where origin <> 'return') using (submission_id)
order by {key}, submission_id desc, line desc
