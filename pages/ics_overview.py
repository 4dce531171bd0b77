"""Which trusts and which pillars hold the system back?"""

from benchmark.questions.gaps.page import page
from benchmark.surfaces.web.overall_only import with_pillars
from benchmark.surfaces.web.page import show

show(with_pillars(page))
