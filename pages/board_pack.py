"""What does a board take away?"""

from benchmark.questions.board.page import page
from benchmark.surfaces.web.overall_only import with_pillars
from benchmark.surfaces.web.page import show

show(with_pillars(page))
