"""What stands in the way: vacancies, old systems, plans, programmes?"""
