"""What an analyst starts from: a CSV template of each kind, and its columns explained."""

import csv
import io
from typing import Any

from benchmark.core.errors import UnknownCode
from benchmark.returns.recognise.arrange import EXAMPLE
from benchmark.returns.vocabulary import return_layouts
from schemas.kinds import KINDS


def template(kind: str) -> bytes:
    """A CSV of the kind's columns with a worked example, which is left out of what is read.

    The example carries EXAMPLE for the organisation's code; a kind of several sections has a row for each.
    UnknownCode when there is no such kind of return.
    """
    returned = sorted({layout.kind for layout in return_layouts()})
    if kind not in returned:
        raise UnknownCode(
            f"There is no return of the kind {kind}.", fix=f"Choose one of: {', '.join(returned)}."
        )
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(KINDS[kind].model_fields))
    writer.writeheader()
    writer.writerows(example_rows(kind))
    return out.getvalue().encode("utf-8-sig")  # Excel takes a CSV for UTF-8 only with the mark


def example_rows(kind: str) -> list[dict[str, Any]]:
    """The worked example: what the model gives as one, else each column's own example."""
    model = KINDS[kind]
    fields = model.model_fields.items()
    each = {name: field.examples[0] if field.examples else "" for name, field in fields}
    identity = {name: EXAMPLE for name in ("ods_code", "ics_code") if name in each}
    return [dict(row) | identity for row in model.worked_examples or (each,)]
