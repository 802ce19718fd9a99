"""Kinds of files that may be handed out: recognised by their extension, and checked against what is inside."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from app.lib.file_names import extension

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_ENTRY = b"PK\x01\x02"  # begins each line of an archive's list of contents
_MOST_ENTRIES = 10_000  # a presentation of five hundred slides has some three thousand
_MOST_UNPACKED = 500 * 1024 * 1024  # bytes
_PIECE = 1 << 16
_BEGINS = b"PK\x03\x04"  # or it is a program, or a page, to whoever looks at its beginning
_MACROS = ("vbaproject.bin", "basic/script-lc.xml")
_MACRO_FOLDERS = ("scripts/", "xl/macrosheets/")  # OpenDocument's Python and the like; Excel's old macros


@dataclass(frozen=True)
class FileKind:
    """A kind of file; `inside` is what an archive of that kind must hold."""

    extension: str
    media_type: str
    inside: str = ""


_UNREADABLE = (
    zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError,
)  # fmt: skip
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


def is_boundless(kind: FileKind, content: BinaryIO) -> bool:
    """Whether an archive holds more files, or would unpack to more, than a document does: a bomb for who opens it.

    The entries are counted before the list of contents is read, which would take memory for each. The stream is left at its
    beginning.
    """
    if not kind.inside:
        return False
    try:
        return _entries(content) > _MOST_ENTRIES or _unpacked(content) > _MOST_UNPACKED
    finally:
        content.seek(0)


def is_truly(kind: FileKind, content: BinaryIO) -> bool:
    """Whether the content is of the kind that its name claims, and carries no macros. The stream is left at its beginning."""
    try:
        content.seek(0)
        if not kind.inside:
            return content.read(5) == b"%PDF-"
        return _is_archive_of(kind, content)
    finally:
        content.seek(0)


def _entries(content: BinaryIO) -> int:
    content.seek(0)
    number, overlap = 0, b""
    while piece := content.read(_PIECE):
        number += (overlap + piece).count(_ENTRY)
        overlap = piece[-3:]
    return number


def _unpacked(content: BinaryIO) -> int:
    """How many bytes the archive says that it unpacks to; 0 where it says nothing that can be read."""
    try:
        content.seek(0)
        with zipfile.ZipFile(content) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except _UNREADABLE:
        return 0


def _is_archive_of(kind: FileKind, content: BinaryIO) -> bool:
    """Reads the list of contents, and of the contents at most a hundred bytes: nothing is unpacked."""
    try:
        if content.read(4) != _BEGINS:
            return False
        with zipfile.ZipFile(content) as archive:
            names = {name.casefold() for name in archive.namelist()}
            if kind.inside not in names or any(_is_macro(name) for name in names):
                return False
            if not kind.media_type.startswith(_OPEN):
                return True
            with archive.open("mimetype") as said:
                return said.read(100).decode("ascii").strip() == kind.media_type
    except _UNREADABLE:
        return False  # damaged, encrypted, or no archive at all


def _is_macro(name: str) -> bool:
    """Whether a file within a document is a program, by its name in small letters."""
    return name.endswith(_MACROS) or (name.startswith(_MACRO_FOLDERS) and not name.endswith("/"))
