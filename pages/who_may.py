"""Who may see and do what, who signed in, and what did people do?"""

from benchmark.surfaces.web.page import show_whole
from benchmark.surfaces.web.site.access import page

show_whole(page, past_days=False)
