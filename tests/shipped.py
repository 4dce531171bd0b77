"""The files that come with the product: a store's first submissions, numbered from 1."""

from benchmark.core.definitions import load_published_files
from benchmark.core.settings import PROJECT_ROOT
from benchmark.returns.submit.bundled import FOLDERS

_KINDS = {
    folder: [file.kind for file in load_published_files(PROJECT_ROOT / "data" / folder).files]
    for folder in FOLDERS
}
FILES = {folder: len(kinds) for folder, kinds in _KINDS.items()}
SHIPPED = sum(FILES.values())
DEMONSTRATION = FILES["demonstration"]
PUBLISHED = SHIPPED - DEMONSTRATION
PUBLISHED_KINDS = [kind for folder, kinds in _KINDS.items() if folder != "demonstration" for kind in kinds]
"""Of the published files, in the order of their numbers."""
STANDARDS_IN_TURN = [
    ("floor", "assessed"),
    ("ics_best", "current"),
    ("setting_median", "assessed"),
    ("setting_upper_quartile", "current"),
]
"""Each standard that the published scores have, on one of the footprints that they are on."""
