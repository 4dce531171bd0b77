-- grain: one row per submission that stands after the entry given
select submission_id
from ledger.entry
where entry_id <= ? and submission_id is not null
group by submission_id
having arg_max(action, entry_id) <> 'withdraw'
