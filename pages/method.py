"""How is it computed, from what, and what must not be concluded from it?"""

from benchmark.surfaces.web.method import page
from benchmark.surfaces.web.page import show_whole

show_whole(page)
