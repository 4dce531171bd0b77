"""What changed between two days?"""

from benchmark.questions.changes.page import page
from benchmark.surfaces.web.page import show

show(page)
