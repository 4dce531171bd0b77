-- grain: one row per disclosed figure that is not in its quote
-- A number in the quote has the unit after it, or the one that the quote gives for all numbers: £000, £m. It
-- is as exact as its last digit. Years and days do not count.
with
without_days as (
    select
        line,
        amount,
        regexp_replace(
            quote,
            '(?i)\b(?:FY ?[0-9]{2,4}(?:[/–-][0-9]{2,4})?'
            || '|(?:19|20)[0-9]{2} ?[/–-] ?(?:(?:19|20)[0-9]{2}|[0-9]{2})'
            || '|[0-9]{1,2}(?:st|nd|rd|th)? '
            || '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?: (?:19|20)[0-9]{2})?'
            || '|[0-9]{1,2}/[0-9]{1,2}/(?:19|20)?[0-9]{2})\b',
            ' year ',
            'g'
        ) as quote
    from rows
),

numbers as (
    select
        line,
        amount,
        quote,
        unnest(regexp_extract_all(quote, '[0-9][0-9,]*(?:\.[0-9]+)?')) as written,
        unnest(
            regexp_extract_all(
                lower(quote), '[0-9][0-9,]*(?:\.[0-9]+)?[ -]?((?:k|thousand|m|mn|million|bn|billion)\b)?', 1
            )
        ) as unit
    from without_days
),

figures as (
    select
        *,
        cast(replace(written, ',', '') as double) as number,
        0.5 * pow(10, -length(regexp_extract(written, '\.([0-9]+)', 1))) as exact_to,
        case
            when unit in ('k', 'thousand') or (unit is null and regexp_matches(lower(quote), '£ ?.?000|thousands')) then 1e3
            when unit in ('m', 'mn', 'million') or (unit is null and regexp_matches(lower(quote), '£ ?m\b|millions')) then 1e6
            when unit in ('bn', 'billion') then 1e9
            else 1
        end as factor
    from numbers
),

quoted as (
    select distinct line
    from figures
    where abs(number - amount / factor) <= exact_to or number = amount
)

select format('{:,}', cast(round(rows.amount) as bigint)) as value, rows.quote, rows.line, 1 as cells
from rows
anti join quoted using (line)
order by rows.line
