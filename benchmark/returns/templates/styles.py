"""How the cells of a template look. A cell to fill in is light yellow and open; every other is locked."""

from typing import Any

from benchmark.returns.columns import Shape

_ENTRY = {"bg_color": "#FFFBE6", "border": 1, "border_color": "#D0D5DD", "locked": False, "valign": "top"}
_GIVEN = {"bg_color": "#F2F4F7", "border": 1, "border_color": "#D0D5DD", "valign": "top"}
_TEXT, _POUNDS = 49, 3
"""Excel's own formats "@" and "#,##0". As text, codes and 2024/25 are not made numbers and dates."""

_A4 = 9
LINE = 15
"""Points: the height of a line. No row grows by itself when a workbook is opened."""


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.subtitle = workbook.add_format({"bold": True, "font_size": 12, "bottom": 1})
        self.words = workbook.add_format({"text_wrap": True, "valign": "top", "align": "left"})
        self.bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.told = workbook.add_format(
            {"text_wrap": True, "valign": "top", "font_color": "#475467", "font_size": 9}
        )
        self.header = workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#1F3A5F"}
            | {"font_color": "#FFFFFF"}
        )
        self.unused = workbook.add_format({"bg_color": "#D9DDE3", "border": 1, "border_color": "#D0D5DD"})
        self._entry = {name: workbook.add_format(_ENTRY | form) for name, form in _FORMS.items()}
        self._given = {name: workbook.add_format(_GIVEN | form) for name, form in _FORMS.items()}
        self._inert = workbook.add_format(_ENTRY | _FORMS["text"] | {"quote_prefix": True})

    def cell(self, shape: Shape, unit: str, *, locked: bool, inert: bool = False) -> Any:
        """The format of a cell: text as text, pounds in groups of three, other numbers as they are.

        inert: as if an apostrophe had been typed first, so that text does not become a formula once edited.
        """
        if inert:
            return self._inert
        form = "text" if shape == "text" else "pounds" if unit.startswith("pounds") else "number"
        return (self._given if locked else self._entry)[form]


_FORMS: dict[str, dict[str, Any]] = {
    "text": {"num_format": _TEXT, "text_wrap": True},
    "pounds": {"num_format": _POUNDS},
    "number": {},
}


def as_a_page(sheet: Any) -> None:
    """Set a sheet up so that its whole width is printed on A4 paper."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
