"""The audit trail: who did what, when, on what. Its filters stand in the address; the file is posted, and on record itself."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, abort, render_template, request, stream_with_context

from app.documents import spreadsheets
from app.extensions import db
from app.lib.clock import SEAT, now
from app.lib.transaction_kind import reading
from app.organiser.audit import audit_address as address
from app.organiser.audit import audit_words as words
from app.organiser.door import bp
from app.services.records import chain, handing_out, trail
from app.web import access
from app.web.event_pages import acting
from app.web.locale import language

_SEPARATORS = {"csv": ",", "csv_semicolon": ";"}


@bp.get("/audit")
@access.allow(access.ADMINISTRATORS)
def audit() -> str:
    """A page of the trail."""
    filters = address.filters()
    page = trail.page(filters, address.page_number())
    return render_template(
        "organiser/audit/list.html",
        page=page,
        filters=filters,
        questions=words.questions(filters, page.known),
        in_use=words.in_use(filters, page.known),
        words=words,
        address=address,
        head=chain.head(),
    )


@bp.post("/audit/export")
@access.allow(access.ADMINISTRATORS)
def audit_export() -> Response:
    """The lines that match, as a file."""
    filters, kind, reader = address.filters(), request.form.get("format", ""), language()
    separator = _SEPARATORS.get(kind) or abort(400)
    before = handing_out.note(filters, kind, acting())
    db.session.commit()

    def lines() -> Iterator[str]:
        # The request's unit is over when the first line is fetched: this is one of its own, which only reads.
        with reading():
            rows = handing_out.rows(filters, before, reader)
            yield from spreadsheets.csv_lines(handing_out.columns(reader), rows, separator)

    name = f"audit-{now().astimezone(SEAT):%Y-%m-%d}.csv"
    return Response(
        stream_with_context(lines()),
        mimetype=spreadsheets.CSV_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
