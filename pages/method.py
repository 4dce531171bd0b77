"""How is it computed, from what, and what must not be concluded from it?"""

from benchmark.surfaces.web.access import guard
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.filters import default_round_of
from benchmark.surfaces.web.frame import footer, page_head
from benchmark.surfaces.web.method import method
from benchmark.surfaces.web.past import shown_publication
from benchmark.surfaces.web.sources import source_of_round

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
