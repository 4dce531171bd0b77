-- How long the computer had run when an entry was made, in seconds, and since which of its starts: together with
-- clock_at they tell what its clock should say later on. Empty where the system does not tell, and for entries from
-- before these columns.
alter table entry add column boot varchar;

alter table entry add column ran double;
