"""What would a fund do, at the reader's own cost of a point?"""

from benchmark.questions.plan.page import page
from benchmark.surfaces.web.overall_only import with_pillars
from benchmark.surfaces.web.page import show

show(with_pillars(page))
