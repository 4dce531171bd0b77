"""Where does a trust stand, pillar by pillar, beside those that are really like it?"""

from benchmark.questions.trusts.page.whole import page
from benchmark.surfaces.web.choices.trust_choice import settle_system
from benchmark.surfaces.web.overall_only import with_pillars
from benchmark.surfaces.web.page import show

show(with_pillars(page, of_a_trust=True), first=settle_system)
