-- What was found in a return when it was submitted, as JSON: a later version of the checks may say otherwise.
-- grain: one row per submission of a return
create table submission_findings (
    submission_id integer primary key,
    findings varchar not null
);
