-- grain: one row per trust x financial year with a return of IT spend, numbered like the lines of a file
select *, row_number() over (order by financial_year, ods_code) as line
from publication.it_spend
