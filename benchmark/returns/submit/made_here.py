"""What people enter in a form of ours, submitted as a file: through the same checks as any return."""

import csv
import io
from collections.abc import Mapping, Sequence

from benchmark.core.settings import Settings
from benchmark.returns.submit.intake import check_return
from benchmark.returns.submit.receipt import Receipt
from benchmark.returns.submit.submit import submit_return
from benchmark.store.publication import Publication
from schemas.base import Row


def csv_of(rows: Sequence[Row]) -> bytes:
    """Rows of one kind, at least one, as the CSV that would be uploaded."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(type(rows[0]).model_fields))
    writer.writeheader()
    writer.writerows({name: _plain(value) for name, value in row.model_dump().items()} for row in rows)
    return out.getvalue().encode()


def submit_rows(
    settings: Settings,
    publication: Publication,
    rows: Sequence[Row],
    *,
    file_name: str,
    by: str,
    note: str,
    answers: Mapping[str, str] | None = None,
) -> Receipt:
    """Check rows of one kind as a file, submit it and publish. ReturnRefused as of any file."""
    checked = check_return(csv_of(rows), file_name, publication=publication, kind=rows[0].kind)
    return submit_return(settings, checked, by=by, note=note, answers=answers)


def _plain(value: object) -> object:
    """A whole amount without the .0 that Python writes after it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
