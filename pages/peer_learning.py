"""Who could help whom, where in England to look, and who rose more than expected?"""

from benchmark.questions.learning.page import page
from benchmark.surfaces.web.page import show

show(page)
