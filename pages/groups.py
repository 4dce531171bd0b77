"""Who decides together, who is in each group, and how to make one of one's own?"""

from benchmark.questions.groups.page import page
from benchmark.surfaces.web.page import show_whole

show_whole(page)
