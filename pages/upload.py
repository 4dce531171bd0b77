"""Is this return right, what would it change, and is it in?"""

from benchmark.surfaces.web.page import show_whole
from benchmark.surfaces.web.returns.upload import page

show_whole(page, past_days=False)
