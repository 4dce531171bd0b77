-- grain: one row per row that came with the product, of the kind {kind}, and that a return took the place of or may
-- Who may not see the return is shown these. {kind}, {row_table}, {names}, {key}: the kind's.
create table pub.covered_{kind} as
select distinct on ({key}) submission_id, line, {names}
from ledger.{row_table}
semi join standing using (submission_id)
semi join (select submission_id from ledger.submission where origin <> 'return') using (submission_id)
order by {key}, submission_id desc, line desc
