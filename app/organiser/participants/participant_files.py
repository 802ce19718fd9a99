"""The list on its way out: in pieces as it is read, or as a workbook, which is whole before it goes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from typing import IO

from flask import Response, send_file, stream_with_context

from app.documents.json_lists import JSON_TYPE
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE
from app.extensions import db
from app.lib.clock import now
from app.lib.transaction_kind import reading
from app.models import Event
from app.organiser.participants import participants_address as address
from app.services import participant_file
from app.services.participant_export import Chosen
from app.services.participant_file import ListFile
from app.web.locale import language

LONG = ("xlsx", "json")  # made by the worker where they are long
_IN_MEMORY = 4 * 1024 * 1024  # bytes of a workbook; a larger one is put on the disk
_TYPES = {"csv": CSV_TYPE, "json": JSON_TYPE}


def answer(event: Event, form: str, chosen: Chosen) -> Response:
    """The answer that hands a list out in one of the forms."""
    wanted = ListFile(address.filters(), address.sorting(), language(), chosen)
    return _workbook(event, wanted) if form == "xlsx" else _in_pieces(event, wanted, form)


def _in_pieces(event: Event, wanted: ListFile, form: str) -> Response:
    event_id, ending = event.id, form.partition("_")[0]
    name = _name(event, ending)

    def pieces() -> Iterator[str]:
        # The request's unit is over when the first piece is fetched: this is one of its own, which only reads.
        with reading():
            yield from participant_file.pieces(db.session.get_one(Event, event_id), wanted, form)

    return Response(
        stream_with_context(pieces()),
        mimetype=_TYPES[ending],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _workbook(event: Event, wanted: ListFile) -> Response:
    file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the answer
    participant_file.write_workbook(file, event, wanted)
    file.seek(0)
    made = send_file(file, mimetype=XLSX_TYPE, as_attachment=True, download_name=_name(event, "xlsx"))
    made.headers["Cache-Control"] = "no-store"  # send_file thinks of public files
    return made


def _name(event: Event, ending: str) -> str:
    today: date = event.local(now()).date()
    return f"{event.slug}-participants-{today:%Y-%m-%d}.{ending}"
