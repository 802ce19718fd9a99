"""The guides of docs/guides, and the pictures that they show: the only source of help, on a forge and inside the application."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

from app.lib import markdown_pages
from app.lib.markdown_pages import Page
from app.services.errors import NotFound

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = ("delegates", "correspondents", "desk", "organisers", "statistics", "administrators")
_PLAIN = 72  # dots per inch of a picture that is as large as its page; twice that is for sharp screens


@dataclass(frozen=True)
class PictureFile:
    """A picture of a guide: where it lies, its size in CSS pixels, and a sum of its content."""

    path: Path
    width: int
    height: int
    version: str


def guide(name: str, language: str, docs: Path = DOCS) -> Page:
    """A guide in a language.

    Raises:
        NotFound: there is no such guide, or this installation came without its documentation.
    """
    found = _read(docs, language, name) if name in GUIDES else None
    if found is None:
        raise NotFound
    return found


def there_are(language: str, docs: Path = DOCS) -> list[str]:
    """The names of the guides that can be read."""
    return [name for name in GUIDES if _read(docs, language, name)]


def picture(name: str, language: str, docs: Path = DOCS) -> PictureFile:
    """A picture that a guide of this language shows.

    Raises:
        NotFound: no guide shows it, or it has not been taken.
    """
    found = _picture(docs, language, name) if name in _shown(docs, language) else None
    if found is None:
        raise NotFound
    return found


@cache
def _read(docs: Path, language: str, name: str) -> Page | None:
    path = docs / "guides" / language / f"{name}.md"
    return markdown_pages.read(path.read_text(encoding="utf-8")) if path.is_file() else None


@cache
def _shown(docs: Path, language: str) -> frozenset[str]:
    return frozenset(
        shown for name in there_are(language, docs) for shown in guide(name, language, docs).pictures
    )


@cache
def _picture(docs: Path, language: str, name: str) -> PictureFile | None:
    path = docs / "images" / language / f"{name}.png"
    if not path.is_file():
        return None
    from PIL import Image  # noqa: PLC0415 - large, and only help with pictures needs it

    with Image.open(path) as image:
        scale = max(1, round(image.info.get("dpi", (_PLAIN, _PLAIN))[0] / _PLAIN))
        width, height = image.width // scale, image.height // scale
    return PictureFile(path, width, height, f"{crc32(path.read_bytes()):08x}")
