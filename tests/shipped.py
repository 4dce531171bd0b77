"""How many files come with the product: a store's first submissions, numbered from 1."""

from benchmark.core.definitions import load_published_files
from benchmark.core.settings import PROJECT_ROOT
from benchmark.returns.submit.bundled import FOLDERS

FILES = {folder: len(load_published_files(PROJECT_ROOT / "data" / folder).files) for folder in FOLDERS}
SHIPPED = sum(FILES.values())
DEMONSTRATION = FILES["demonstration"]
PUBLISHED = SHIPPED - DEMONSTRATION
