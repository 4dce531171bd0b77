"""Tables as files that a spreadsheet opens without running anything."""

import pandas as pd

from benchmark.formula import without_formula


def csv_bytes(frame: pd.DataFrame, *, byte_order_mark: bool = False) -> bytes:
    """A table as CSV in UTF-8; no cell of text is left that a spreadsheet would take for a formula.

    byte_order_mark: Excel on Windows reads a file as UTF-8 only where it starts with one.
    """
    safe = frame.copy()
    safe.columns = pd.Index([without_formula(str(name)) for name in frame.columns])
    for position in range(len(frame.columns)):
        column = frame.iloc[:, position]  # by position: two columns may share a name
        if not pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_datetime64_any_dtype(column):
            # As objects, or whole numbers beside a gap would be written as 24.0.
            cells = pd.Series([without_formula(value) for value in column], dtype=object)
            safe.isetitem(position, cells.array)
    text: str = safe.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig" if byte_order_mark else "utf-8")
