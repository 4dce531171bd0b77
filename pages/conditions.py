"""Which gaps does no programme address, and do the conditions for success hold?"""

from benchmark.questions.conditions.page import page
from benchmark.surfaces.web.page import show

show(page)
