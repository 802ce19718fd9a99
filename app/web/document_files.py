"""Files of documents on their way in and out: the same for every door."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, send_file
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.models import EventDocument
from app.services import documents
from app.services.documents import Cupboard, Upload
from config import Config


def cupboard() -> Cupboard:
    """Where this installation keeps its documents, and how large one may be."""
    settings: Config = current_app.extensions["config"]
    return Cupboard(Path(settings.documents_path), settings.max_upload_megabytes * 1024 * 1024)


def upload_of(file: FileStorage | None) -> Upload | None:
    """The file of a form's field; None if none was chosen."""
    return Upload(file.filename, file.stream) if file is not None and file.filename else None  # type: ignore[arg-type]


def download(document: EventDocument) -> Response:
    """A document as a download: never opened inside our own pages."""
    response = send_file(
        documents.path_of(document, cupboard().folder),
        mimetype=document.media_type,
        as_attachment=True,
        download_name=document.file_name,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
