"""Names of files that come from outside, made safe to be stored in a row and offered for download."""

from __future__ import annotations

import re

from app.lib.names import tidy

_FORBIDDEN = re.compile(r'[<>:"/\\|?*%]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # what Windows keeps for itself
LONGEST = 120
_MOST_BYTES = 240  # a file system keeps 255, extension included; a Georgian letter takes three


def extension(name: str) -> str:
    """The last extension in small letters, without its dot; empty if there is none."""
    _, dot, last = _base(name).rpartition(".")
    return last.strip().casefold() if dot else ""


def safe_name(name: str, otherwise: str = "document") -> str:
    """A name without folders, control characters and signs that a system gives a meaning, its extension kept.

    Nothing of it is ever used as a path of ours: files are stored under names that nobody chose.
    """
    ending = re.sub(r"[^a-z0-9]", "", extension(name))[:10]
    stem = _base(name).rpartition(".")[0] if ending else _base(name)
    stem = _FORBIDDEN.sub("-", stem).strip(" .-")
    if not stem or _RESERVED.fullmatch(stem):
        stem = otherwise
    stem = stem[:LONGEST].encode()[:_MOST_BYTES].decode(errors="ignore").rstrip(" .")
    return f"{stem}.{ending}" if ending else stem


def _base(name: str) -> str:
    return re.split(r"[/\\]", tidy(name) or "")[-1]
