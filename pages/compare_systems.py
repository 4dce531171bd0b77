"""Where does each of England's systems stand, and how much does one figure hide?"""

from benchmark.questions.systems.page import page
from benchmark.surfaces.web.page import show

show(page, of_england=True)
