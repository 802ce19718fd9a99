"""Files of documents on their way in and out: the same for every door."""

from __future__ import annotations

from flask import current_app
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.models import EventDocument
from app.services.documents import Upload
from app.web import kept_files
from config import Config


def most() -> int:
    """How large a file may be that is handed in, in bytes."""
    settings: Config = current_app.extensions["config"]
    return settings.max_upload_megabytes * 1024 * 1024


def upload_of(file: FileStorage | None) -> Upload | None:
    """The file of a form's field; None if none was chosen."""
    return Upload(file.filename, file.stream) if file is not None and file.filename else None  # type: ignore[arg-type]


def download(document: EventDocument) -> Response:
    """A document as a download: never opened inside our own pages."""
    return kept_files.download(document.stored_name, document.file_name, document.media_type)
