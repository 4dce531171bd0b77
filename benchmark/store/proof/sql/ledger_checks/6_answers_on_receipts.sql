-- grain: one row per receipt that is told of and is no submission's own
-- check: every answer stands on a submission's receipt
select 'receipt ' || told.receipt || ' is the number of no submission' as fault
from (
    select receipt from submission_answer
    union
    select receipt from submission_replaced
    union
    select receipt from submission_receipt
) as told
left join submission on submission.submission_id = told.receipt
where submission.submission_id is null
order by told.receipt
