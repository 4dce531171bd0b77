"""What do the trusts of a system spend on IT, what share of expenditure is that, and what would more take?"""

from benchmark.questions.spend.page import page
from benchmark.surfaces.web.page import show

show(page)
