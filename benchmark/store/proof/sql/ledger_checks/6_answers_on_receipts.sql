-- grain: one row per receipt that is named somewhere and belongs to no submission
-- check: every answer stands on a submission's receipt
select 'receipt ' || named.receipt || ' is the number of no submission' as fault
from (
    select receipt from submission_answer
    union
    select receipt from submission_replaced
    union
    select receipt from submission_receipt
) as named
left join submission on submission.submission_id = named.receipt
where submission.submission_id is null
order by named.receipt
