"""How is it computed, from what, and what must not be concluded from it?"""

from benchmark.web.access import guard
from benchmark.web.blocks import draw
from benchmark.web.filters import default_round_of
from benchmark.web.frame import footer, page_head
from benchmark.web.method import method
from benchmark.web.past import shown_publication
from benchmark.web.sources import source_of_round

guard()
publication = shown_publication()
page_head(
    publication,
    None,
    title="Method and sources",
    lead="Every figure comes from a named publication or return, through a rule that stands on this page.",
)
draw(method(publication))
footer(
    publication,
    source=source_of_round(publication, year=default_round_of(publication, ics_code=None)),
    rule="units",
)
