"""The queries of this package, run over a publication with a return's rows beside it."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any

import pandas as pd
import pyarrow as pa

from benchmark.store.database import attach, connect
from benchmark.store.publication import Publication


class Queries:
    """An open connection: tables of the publication as publication.<table>, the return's rows as `rows`."""

    def __init__(self, publication: Publication, rows: pa.Table) -> None:
        self._connection = _attached(publication.file).cursor()
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
        result = self._connection.execute(query_text(name), parameters or None)
        names = [described[0] for described in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def frame(self, query: str) -> pd.DataFrame:
        """The rows of a query, as a frame whose texts are objects and whose gaps are None."""
        frame: pd.DataFrame = self._connection.execute(query).to_arrow_table().to_pandas()
        return frame


@lru_cache(maxsize=4)
def _attached(file: Path) -> Any:
    """A connection with a publication attached, kept open: opening it takes longer than most queries. It is
    never queried itself, because a connection shared by threads mixes up their rows: each takes a cursor.
    """
    connection = connect()
    attach(connection, file, "publication", read_only=True)
    return connection


def query_text(name: str) -> str:
    """A query of this package, by its name in the folder sql."""
    return files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
