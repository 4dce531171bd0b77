"""Who has submitted what, who has not, and how to undo it?"""

from benchmark.questions.returned.page import page
from benchmark.surfaces.web.page import show_whole

show_whole(page)
