"""How is it computed, from what, and what must not be concluded from it?"""

from benchmark.charts.figure import source_line
from benchmark.definitions import definitions
from benchmark.web import method
from benchmark.web.access import guard
from benchmark.web.frame import day_of_page, footer, page_title
from benchmark.web.parts import section
from benchmark.web.past import shown_publication

guard()
publication = shown_publication()
day_of_page(publication, place="England")
page_title(
    "Method and sources",
    "Every figure comes from a named publication or return, through a rule that stands on this page.",
)
section("How each figure is computed")
method.rules(definitions())
section("The definitions in use")
method.pillars(definitions())
method.baselines(definitions())
method.thresholds(definitions())
method.spend_references(definitions())
section("Publications", anchor="publications")
method.publications()
section("Rounds and known faults of the data", anchor="faults")
method.rounds(definitions())
method.faults(definitions())
section("What not to conclude", anchor="cautions")
method.cautions(definitions())
section("What stands in this store", anchor="submissions")
method.submissions(publication)
footer(publication, source=source_line("maturity_scores"), rule="units")
