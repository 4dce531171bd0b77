"""How wide is the gap, who and what makes it, and is it closing because the floor rises?"""

from benchmark.questions.progress.page import page
from benchmark.surfaces.web.overall_only import with_pillars
from benchmark.surfaces.web.page import show

show(with_pillars(page))
