-- grain: one row per submission and question that was answered, in the order asked
select submission_id, question, message, answer
from publication.submission_answers
order by submission_id, place
