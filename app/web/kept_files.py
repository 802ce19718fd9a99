"""Kept files on their way out: always as a download, never opened inside our own pages."""

from __future__ import annotations

import mimetypes
from unicodedata import normalize
from urllib.parse import quote

from flask import Response, request
from werkzeug.wrappers import Response as Answer

from app.services import file_store


def download(stored_name: str, file_name: str, media_type: str | None = None) -> Answer:
    """A file under the name that people know, piece by piece; whoever has it already, or a part of it, need not take it again.

    Raises:
        NotFound: it has been lost.
    """
    file = file_store.found(stored_name)
    kind = media_type or mimetypes.guess_type(file_name)[0] or "application/octet-stream"
    answer = Response(file_store.pieces(stored_name), mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", **_named(file_name))
    answer.headers["Cache-Control"] = "no-store"
    answer.content_length = file.size
    answer.last_modified = file.kept_at
    answer.set_etag(file.sha256)
    return answer.make_conditional(request, accept_ranges=True, complete_length=file.size)


def _named(file_name: str) -> dict[str, str]:
    """The name, and beside it one that every old program reads, where it has other letters than those of ASCII."""
    if file_name.isascii():
        return {"filename": file_name}
    plain = normalize("NFKD", file_name).encode("ascii", "ignore").decode("ascii")
    return {"filename": plain, "filename*": f"UTF-8''{quote(file_name, safe='!#$&+-.^_`|~')}"}
