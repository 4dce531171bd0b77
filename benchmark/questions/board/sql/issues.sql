-- grain: one row per kept part of a pack about $subject, with the submission that it comes from
select
    board_packs.pack,
    board_packs.part,
    board_packs.value,
    submissions.submitted_at
from publication.board_packs
inner join publication.submissions using (submission_id)
where board_packs.subject = $subject
order by board_packs.pack, board_packs.part, board_packs.number
