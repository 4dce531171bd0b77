-- grain: one row per trust x financial year of an IT spend return with exactly the amounts of another year or trust
-- Amounts rounded to a hundred thousand can be equal by chance.
with
known as (
    select financial_year, ods_code, operating_expenditure, it_revenue, it_capital, line
    from rows
    union all by name
    select financial_year, ods_code, operating_expenditure, it_revenue, it_capital
    from publication.it_spend
    anti join rows using (financial_year, ods_code)
),

alike as (
    select
        rows.line,
        rows.ods_code,
        rows.financial_year,
        rows.operating_expenditure,
        known.ods_code as other_code,
        known.financial_year as year
    from rows
    inner join known
        on rows.operating_expenditure = known.operating_expenditure
        and rows.it_revenue = known.it_revenue
        and rows.it_capital = known.it_capital
        and (known.line is null or known.line < rows.line)
    where (rows.operating_expenditure + rows.it_revenue + rows.it_capital) % 100000 <> 0
    qualify row_number() over (
        partition by rows.line
        order by rows.ods_code = known.ods_code desc, known.financial_year desc, known.ods_code
    ) = 1
)

select
    format('{:,.15g}', cast(alike.operating_expenditure as double)) as value,
    own.name,
    alike.financial_year as own_year,
    if(alike.other_code = alike.ods_code, 'it', theirs.name || ' (' || alike.other_code || ')') as other,
    alike.year,
    alike.line,
    1 as cells
from alike
inner join publication.trusts as own on alike.ods_code = own.ods_code
inner join publication.trusts as theirs on alike.other_code = theirs.ods_code
order by alike.line
