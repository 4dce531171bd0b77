-- What the computer's clock said when an entry was made, beside made_at, which keeps entries in order. Empty for
-- entries from before the column.
alter table entry add column clock_at timestamp;
