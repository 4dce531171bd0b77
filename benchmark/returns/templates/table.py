"""A template as CSV, filled in for a trust or a system; for nobody it is the one with a worked example."""

import csv
import io

from benchmark.core.wording import without_formula
from benchmark.returns.template import template
from benchmark.returns.templates.ask import Asked, expect_kind_of, rows_asked, settled
from benchmark.returns.templates.columns import template_columns
from benchmark.returns.templates.subject import FICTIONAL, Subject
from benchmark.store.publication import Publication


def template_table(
    kind: str, subject: Subject, asked: Asked, publication: Publication | None
) -> tuple[bytes, int]:
    """The CSV of a kind, and how many standing figures it holds. A CSV has no stamp: rows that stay empty are
    to be deleted before it is uploaded.

    UnknownCode when there is no such kind of return.
    """
    expect_kind_of(kind, subject)
    if not subject.codes:
        return template(kind), 0
    asked = settled(asked, subject, publication)
    rows, standing = rows_asked(kind, subject, asked, publication)
    columns = template_columns(asked.layout(kind))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    if subject.fictional:
        writer.writerow([f"# {FICTIONAL}"])  # above the headings, where a title stands
    writer.writerow([column.heading for column in columns])
    for row in rows:
        writer.writerow([_written(row[column.field]) for column in columns])
    return out.getvalue().encode("utf-8-sig"), standing  # Excel takes a CSV for UTF-8 only with the mark


def _written(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return "" if value is None else without_formula(value)
