"""How is it computed, from what, and what must not be concluded from it?"""

from benchmark.surfaces.web.page import show_whole
from benchmark.surfaces.web.site.method import page

show_whole(page)
