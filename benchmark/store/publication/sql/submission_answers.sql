-- grain: one row per submission and question that was answered when its file was submitted, in the order asked
select
    parts.submission_id,
    answers.place,
    answers.question,
    answers.message,
    answers.answer
from ledger.submission_answer as answers
inner join ledger.submission_receipt as parts using (receipt)
semi join pub.submission_log as known on known.submission_id = parts.submission_id
order by parts.submission_id, answers.place
