-- What a receipt says beside the rows. Rows are added, never changed or deleted.

-- grain: one row per submission, with the number of the receipt that it stands on: its file's first submission
-- A file's rows of several kinds, and what people confirmed with it, stand on one receipt.
create table submission_receipt (
    submission_id integer primary key,
    receipt integer not null,
    rows_read integer not null check (rows_read >= 0)
);

-- grain: one row per submission that a file took the place of
create table submission_replaced (
    receipt integer not null,
    submission_id integer not null,
    primary key (receipt, submission_id)
);

-- grain: one row per question that was answered, under its file's receipt, in the order in which they were asked
create table submission_answer (
    receipt integer not null,
    place integer not null check (place > 0),
    question varchar not null,
    message varchar not null,
    answer varchar not null check (length(answer) > 0),
    primary key (receipt, place)
);
