"""Who may see and do what, who signed in, and what did people do?"""

from benchmark.surfaces.web.access import page
from benchmark.surfaces.web.page import show_whole

show_whole(page, past_days=False)
