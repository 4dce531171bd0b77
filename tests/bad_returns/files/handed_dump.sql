SET NAMES utf8;
CREATE TABLE it_spend (
  financial_year, ods_code, operating_expenditure, capital_expenditure, it_revenue, it_capital
);