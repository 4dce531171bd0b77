-- grain: one row per period in which a kind has standing rows of real organisations, or of fictional ones too
-- periods fills in period, whose and reference: names of tables and columns cannot be parameters.
select distinct cast(rows.{period} as varchar) as period
from publication.{kind} as rows
inner join publication.{reference} as organisations on rows.{whose} = organisations.{whose}
where $fictional or not organisations.fictional
order by 1
