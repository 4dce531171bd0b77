-- grain: one row per period in which a kind has standing rows of real organisations, or of fictional ones too
-- period, whose and reference are put in by who_has_returned: names of tables and columns are no parameters.
select distinct cast(rows.{period} as varchar) as period
from publication.{kind} as rows
inner join publication.{reference} as organisations on rows.{whose} = organisations.{whose}
where $fictional or not organisations.fictional
order by 1
