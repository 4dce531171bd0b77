"""Who has submitted what, who has not, and how to undo it?"""

from benchmark.web import confirmed, parts, returns_log, who_returned
from benchmark.web.access import guard
from benchmark.web.blocks import draw
from benchmark.web.frame import footer, page_head
from benchmark.web.past import shown_publication

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
