"""Is this return right, what would it change, and is it in?"""

from benchmark.questions.returned.page import SOURCE
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.access import guard
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.cache import current_publication
from benchmark.surfaces.web.frame import footer, page_head
from benchmark.surfaces.web.returns import templates, upload

viewer = guard()
publication = current_publication()
page_head(
    publication,
    None,
    title="Upload returns",
    lead="Choose a file: it is checked line by line and shows what it would change. You decide to submit.",
    with_day=False,
)
templates.templates(publication, viewer)
draw(parts.section("Your files"))
files = upload.choose_files()
upload.all_files(files, publication, viewer)
if not files:
    upload.receipts_of_this_visit()
footer(publication, source=SOURCE, rule="completeness")
