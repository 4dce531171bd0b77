"""Files of the ledger, read again as they were read when they were submitted."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from benchmark.returns.submit.how import rules_digest
from benchmark.returns.submit.intake import check_return
from benchmark.store.publication import Publication


class ReadAgain:
    """Reads a file of the ledger as it was read when it was submitted: the store's `Deriver`."""

    @property
    def rules(self) -> str:
        """The digest of the rules by which it reads."""
        return rules_digest()

    def __call__(
        self, content: bytes, file_name: str, how: Mapping[str, Any], publication: Publication | None
    ) -> dict[str, pa.Table]:
        """The rows that the file gives, by kind."""
        checked = check_return(
            content,
            file_name,
            publication=publication,
            kind=how["kind"],
            mapping=how["mapping"],
            confirmed_names=how["confirmed_names"],
            assessment_year=how["assessment_year"],
        )
        return {ready.kind: ready.table for ready in checked.tables}
