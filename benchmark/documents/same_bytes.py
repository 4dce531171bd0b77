"""Rewrites an Office file so that the same content always gives the same bytes."""

import io
import re
import zipfile
from typing import Final

_FIXED: Final = (2020, 1, 1, 0, 0, 0)
"""The time of each part and in the properties is fixed. The document's text says when it was made."""
_STAMP: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_OFFICE: Final = (".xlsx", ".pptx", ".docx")


def same_bytes(file: bytes) -> bytes:
    """The archive with parts sorted by name and with a fixed time; also Office files inside it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        # The list of types comes first, where some readers expect it.
        for name in sorted(given.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = given.read(name)
            if name.endswith(_OFFICE):
                part = same_bytes(part)
            elif name.endswith("core.xml"):
                part = _STAMP.sub(rb"\g<1>2020-01-01T00:00:00Z\g<3>", part)
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            kept.writestr(entry, part)
    return out.getvalue()
