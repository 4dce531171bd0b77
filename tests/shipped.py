"""How many files come with the product: a store's first submissions, numbered from 1."""

from benchmark.definitions import load_published_files
from benchmark.returns.published import FOLDERS
from benchmark.settings import PROJECT_ROOT

FILES = {folder: len(load_published_files(PROJECT_ROOT / "data" / folder).files) for folder in FOLDERS}
SHIPPED = sum(FILES.values())
DEMONSTRATION = FILES["demonstration"]
PUBLISHED = SHIPPED - DEMONSTRATION
