-- IT spend
INSERT INTO it_spend (financial_year, ods_code, operating_expenditure, capital_expenditure, it_revenue, it_capital) VALUES
('2025/26', 'DEMO6', 1);