"""Bytes to a table of text, each row with the line that a spreadsheet would show."""

import csv
import io
from dataclasses import dataclass

from benchmark.errors import ReturnRefused


@dataclass(frozen=True)
class TextTable:
    """A file's cells as text: column names, rows in file order, and each row's line number."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]


def read_csv(content: bytes, file_name: str) -> TextTable:
    """A UTF-8 CSV with one header line. ReturnRefused with a sentence when it is not one."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReturnRefused(f"{file_name} is not UTF-8 text.", fix="Save it as CSV UTF-8.") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    try:
        header = next(reader, None)
        if not header:
            raise ReturnRefused(f"{file_name} is empty.", fix="Choose a file with a header and rows.")
        start = reader.line_num + 1
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise ReturnRefused(
                    f"Line {line} of {file_name} has {len(cells)} cells where the header has {len(header)}.",
                    fix="Give every line the same number of cells.",
                )
            rows.append(dict(zip(header, cells, strict=True)))
            lines.append(line)
    except csv.Error as error:
        raise ReturnRefused(f"{file_name} is not a CSV file: {error}.") from error
    return TextTable(tuple(header), tuple(rows), tuple(lines))
