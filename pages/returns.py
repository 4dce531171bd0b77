"""Who has submitted what, who has not, and how to undo it?"""

from benchmark.questions.returned import page as returns_log
from benchmark.questions.returned import page as who_returned
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.access import guard
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.frame import footer, page_head
from benchmark.surfaces.web.past import shown_publication
from benchmark.surfaces.web.returns import confirmed

guard()
publication = shown_publication()
page_head(publication, None, title="Returns", lead=returns_log.lead(returns_log.log_of(publication)))
returns_log.not_shown_yet(publication)
draw(parts.section("Log of submissions"))
chosen = returns_log.chosen_submission(publication)
if chosen is not None:
    returns_log.one_submission(chosen, publication)
draw(parts.section("Names and headings that people confirmed", anchor="confirmed"))
draw(confirmed.confirmed(publication))
draw(parts.section("Who has returned"))
who_returned.who_returned(publication)
draw(parts.section("Questions about quality"))
returns_log.quality(publication)
footer(publication, source=returns_log.SOURCE, rule="completeness")
