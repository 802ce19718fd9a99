"""Files for tests: the smallest that pass for what their name says."""

from __future__ import annotations

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
_INSIDE = {
    "docx": "word/document.xml",
    "pptx": "ppt/presentation.xml",
    "xlsx": "xl/workbook.xml",
    "odt": "content.xml",
}


def archive_of(contents: dict[str, str]) -> bytes:
    """A zip archive with these files; the same bytes whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in contents.items():
            entry = zipfile.ZipInfo(name, date_time=(2026, 11, 21, 9, 0, 0))
            file.writestr(entry, text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def a_file(extension: str) -> bytes:
    """A file of a kind that may be handed out."""
    if extension == "pdf":
        return PDF
    contents = {_INSIDE[extension]: "<x/>", "[Content_Types].xml": "<x/>"}
    if extension == "odt":
        contents = {"mimetype": "application/vnd.oasis.opendocument.text", **contents}
    return archive_of(contents)
