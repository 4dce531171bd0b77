-- grain: one row per submission up to the publication's entry, the newest first
-- Without the receipt, which shows what came in one file: that is only for people who may open the file.
-- head_entry, head: the ledger's last entry and the chain's hash there, the same in every row.
select
    log.* exclude (receipt),
    own.ledger_entry as head_entry,
    own.head
from publication.submission_log as log
cross join publication.publication as own
order by log.submission_id desc
