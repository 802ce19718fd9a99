"""Kinds of files that may be handed out: recognised by their extension, and checked against what is inside."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from app.lib.file_names import extension

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_MACROS = ("vbaproject.bin", "basic/script-lc.xml")


@dataclass(frozen=True)
class FileKind:
    """A kind of file; `inside` is what an archive of that kind must hold."""

    extension: str
    media_type: str
    inside: str = ""


KINDS = {
    kind.extension: kind
    for kind in (
        FileKind("pdf", "application/pdf"),
        FileKind("docx", f"{_OFFICE}wordprocessingml.document", "word/document.xml"),
        FileKind("pptx", f"{_OFFICE}presentationml.presentation", "ppt/presentation.xml"),
        FileKind("xlsx", f"{_OFFICE}spreadsheetml.sheet", "xl/workbook.xml"),
        FileKind("odt", f"{_OPEN}text", "content.xml"),
        FileKind("odp", f"{_OPEN}presentation", "content.xml"),
        FileKind("ods", f"{_OPEN}spreadsheet", "content.xml"),
    )
}


def kind_named(file_name: str) -> FileKind | None:
    """The kind that a name claims, if it is one that may be handed out."""
    return KINDS.get(extension(file_name))


def is_truly(kind: FileKind, content: BinaryIO) -> bool:
    """Whether the content is of the kind that its name claims, and carries no macros. The stream is left at its beginning."""
    try:
        content.seek(0)
        if not kind.inside:
            return content.read(5) == b"%PDF-"
        return _is_archive_of(kind, content)
    finally:
        content.seek(0)


def _is_archive_of(kind: FileKind, content: BinaryIO) -> bool:
    """Reads the list of contents, and of the contents at most a hundred bytes: nothing is unpacked."""
    try:
        with zipfile.ZipFile(content) as archive:
            names = {name.casefold() for name in archive.namelist()}
            if kind.inside not in names or any(name.endswith(_MACROS) for name in names):
                return False
            if not kind.media_type.startswith(_OPEN):
                return True
            with archive.open("mimetype") as said:
                return said.read(100).decode("ascii").strip() == kind.media_type
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError):
        return False  # damaged, encrypted, or no archive at all
