"""What does a board take away?"""

from benchmark.questions.board.page import page
from benchmark.surfaces.web.page import show

show(page)
