"""Writes a document in each of its formats."""

from collections.abc import Mapping
from typing import Final, Literal

from benchmark.documents.book import book
from benchmark.documents.model import Pack
from benchmark.documents.page import page
from benchmark.documents.paper import paper
from benchmark.documents.slides import slides

Format = Literal["pptx", "pdf", "html", "xlsx"]
FORMATS: Final[Mapping[Format, str]] = {
    "pptx": "PowerPoint",
    "pdf": "PDF",
    "html": "Web page",
    "xlsx": "Workbook of every table",
}
TYPES: Final[Mapping[Format, str]] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def written(pack: Pack, form: Format, *, template: bytes | None = None) -> bytes:
    """The document's bytes. template: an organisation's template, for slides."""
    match form:
        case "pptx":
            return slides(pack, template=template)
        case "pdf":
            return paper(pack)
        case "html":
            return page(pack)
        case "xlsx":
            return book(pack)


def file_name(pack: Pack, form: Format) -> str:
    """The name of the downloaded file. It names nobody but the pack's subject."""
    return f"{pack.subject.file('board-pack')}.{form}"
