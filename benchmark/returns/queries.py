"""The queries of this package, run over a publication with a return's rows beside it."""

from types import TracebackType
from typing import Any

import pandas as pd
import pyarrow as pa

from benchmark.common.scope import sql
from benchmark.store.publication import Publication


class Queries:
    """An open connection: tables of the publication as publication.<table>, the return's rows as `rows`."""

    def __init__(self, publication: Publication, rows: pa.Table) -> None:
        self._connection = publication.cursor()
        self.replace_rows(rows)

    def __enter__(self) -> "Queries":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def replace_rows(self, rows: pa.Table) -> None:
        """Let `rows` be another table from now on."""
        self._connection.register("rows", rows)

    def records(self, name: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a query of the folder sql, as column -> value."""
        return self.records_of(query_text(name), **parameters)

    def records_of(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a query, as column -> value."""
        result = self._connection.execute(query, parameters or None)
        names = [described[0] for described in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def put_beside(self, name: str, rows: pa.Table) -> None:
        """Let a further table have this name."""
        self._connection.register(name, rows)

    def table(self, query: str, **parameters: Any) -> pa.Table:
        """The rows of a query, as a table."""
        return self._connection.execute(query, parameters or None).to_arrow_table()

    def frame(self, query: str, **parameters: Any) -> pd.DataFrame:
        """The rows of a query, as a frame whose texts are objects and whose gaps are None."""
        frame: pd.DataFrame = self.table(query, **parameters).to_pandas()
        return frame


def query_text(name: str) -> str:
    """A query of this package, by its name in the folder sql, or of a question that pages ask too."""
    return sql(__package__, name)
