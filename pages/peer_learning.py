"""Who could help which trust, where in England to look, and who rose more than expected?"""

from benchmark.questions.learning.page import page
from benchmark.surfaces.web.overall_only import with_pillars
from benchmark.surfaces.web.page import show

show(with_pillars(page))
