"""What a publication depends on in the product itself, as one hash."""

import hashlib
import json
from functools import cache

from benchmark.core.definitions import definitions_digest
from benchmark.store.database import sql_files
from benchmark.store.tables import columns
from benchmark.store.views import views
from schemas.kinds import KINDS


@cache
def product_digest() -> str:
    """Changes with the kinds' columns, the views, what else is published, or the definitions.

    A publication of another digest was made by another version of the product: its tables may lack what a
    page of this one asks for, so it is built again from the ledger.
    """
    parts = (
        {kind: columns(model) for kind, model in KINDS.items()},
        [view.text for view in views()],
        [text for _, text in sql_files("sql")],
        definitions_digest(),
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
