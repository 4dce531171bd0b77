"""A table of text against its kind: every row checked, every fault told at once."""

from dataclasses import dataclass

from pydantic import ValidationError

from benchmark.errors import ReturnRefused
from benchmark.returns.read import TextTable
from schemas.base import Row
from schemas.kinds import KINDS


@dataclass(frozen=True)
class RowFault:
    """What is wrong in one place: the line as a spreadsheet shows it, the column, the value, and why."""

    line: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column} '{self.value}': {self.message}"


@dataclass(frozen=True)
class CheckedTable:
    """The rows that hold, with their lines, and everything that is wrong with the others."""

    kind: str
    rows: tuple[Row, ...]
    lines: tuple[int, ...]
    faults: tuple[RowFault, ...]


def check_table(kind: str, table: TextTable) -> CheckedTable:
    """Check every row, and that no two rows share a key."""
    model = KINDS[kind]
    rows, lines, faults = [], [], []
    first_line_of: dict[tuple[object, ...], int] = {}
    for line, cells in zip(table.lines, table.rows, strict=True):
        try:
            row = model.model_validate(cells)
        except ValidationError as error:
            faults += [
                RowFault(line, ".".join(map(str, fault["loc"])), str(fault["input"]), fault["msg"])
                for fault in error.errors(include_url=False)
            ]
            continue
        key = tuple(getattr(row, name) for name in model.key)
        if key in first_line_of:
            message = f"line {first_line_of[key]} already has a row for this"
            faults.append(RowFault(line, ", ".join(model.key), ", ".join(map(str, key)), message))
            continue
        first_line_of[key] = line
        rows.append(row)
        lines.append(line)
    return CheckedTable(kind, tuple(rows), tuple(lines), tuple(faults))


def refuse_faults(checked: CheckedTable, file_name: str) -> None:
    """Raise ReturnRefused when a table has any fault: a file with errors submits nothing."""
    if checked.faults:
        shown = "; ".join(str(fault) for fault in checked.faults[:5])
        raise ReturnRefused(f"{file_name} has {len(checked.faults)} faults: {shown}.", fix="Correct them all.")
