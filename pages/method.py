"""How is it computed, from what, and what must not be concluded from it?"""

from functools import partial

from benchmark.surfaces.web.method import asked_rule, asked_term, page
from benchmark.surfaces.web.page import show_whole

show_whole(partial(page, rule=asked_rule(), term=asked_term()))
