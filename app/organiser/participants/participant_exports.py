"""The list as a file: exactly what is filtered. Posted, because whoever takes it away is written down."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from typing import IO

from flask import Response, abort, redirect, request, send_file, stream_with_context, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.documents import spreadsheets
from app.extensions import db
from app.lib.clock import now
from app.lib.transaction_kind import reading, set_reading
from app.models import Event
from app.organiser.door import bp
from app.organiser.participants import participants_address as address
from app.services import jobs, long_work, participant_export, settings
from app.web import access
from app.web.event_pages import acting, event_of_user
from app.web.locale import language

_SEPARATORS = {"csv": ",", "csv_semicolon": ";"}
_IN_MEMORY = 4 * 1024 * 1024  # bytes of a workbook; a larger one is put on the disk


@bp.post("/events/<slug>/participants/export")
@access.allow(access.ORGANISERS)
def participants_export(slug: str) -> Answer:
    """The file."""
    event, form = event_of_user(slug), request.form.get("format", "")
    if form != "xlsx" and form not in _SEPARATORS:
        abort(400)
    number = participant_export.note(event, address.filters(), form, acting())
    if form == "xlsx" and number > settings.number("rows_at_once"):
        return _workbook_later(event)
    db.session.commit()
    set_reading(True)  # however slowly the file is fetched, nobody waits for a lock
    db.session.refresh(event)
    return _workbook(event) if form == "xlsx" else _csv(event, _SEPARATORS[form])


def _csv(event: Event, separator: str) -> Response:
    event_id, name = event.id, _name(event)
    columns = participant_export.columns(event, language())

    def lines() -> Iterator[str]:
        # The request's unit is over when the first line is fetched: this is one of its own, which only reads.
        with reading():
            yield from spreadsheets.csv_lines(columns, _rows(db.session.get_one(Event, event_id)), separator)

    return Response(
        stream_with_context(lines()),
        mimetype=spreadsheets.CSV_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _workbook_later(event: Event) -> Answer:
    """A long list is written by the worker; its page says how far it is."""
    job = jobs.ask(
        long_work.PARTICIPANTS_WORKBOOK,
        event,
        current_user,
        filters=address.filters().stored(),
        sorting=address.sorting().code,
        language=language(),
    )
    db.session.commit()
    return redirect(url_for("organiser.job", job_id=job.id), code=303)


def _workbook(event: Event) -> Response:
    file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the answer
    columns = participant_export.columns(event, language())
    spreadsheets.write_workbook(file, _("Participants"), columns, _rows(event))
    file.seek(0)
    answer = send_file(
        file, mimetype=spreadsheets.XLSX_TYPE, as_attachment=True, download_name=f"{_name(event)}.xlsx"
    )
    answer.headers["Cache-Control"] = "no-store"  # send_file thinks of public files
    return answer


def _rows(event: Event) -> Iterator[list[spreadsheets.Cell]]:
    return participant_export.rows(event, address.filters(), address.sorting(), language())


def _name(event: Event) -> str:
    today: date = event.local(now()).date()
    return f"{event.slug}-participants-{today:%Y-%m-%d}"
