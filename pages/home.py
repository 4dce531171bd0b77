"""Which system or trust, what is held here, and what must not be concluded from it?"""

from benchmark.surfaces.web.page import show_whole
from benchmark.surfaces.web.site.home import page

show_whole(page, past_days=False)
