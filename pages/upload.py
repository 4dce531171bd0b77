"""Is this return right, what would it change, and is it in?"""

from benchmark.web import parts, upload
from benchmark.web.access import guard
from benchmark.web.cache import current_publication
from benchmark.web.frame import footer, page_title
from benchmark.web.returns_log import SOURCE

viewer = guard()
publication = current_publication()
page_title(
    "Upload returns",
    "Choose a file: it is checked line by line and shows what it would change. Submitting is your decision.",
)
upload.templates()
parts.section("Your files")
files = upload.choose_files()
for file in files:
    upload.one_file(file, publication, viewer)
if not files:
    upload.receipts_of_this_visit()
footer(publication, source=SOURCE, rule="completeness")
