"""Several events as a file: side by side, bodies and events, or one body over the years; put on record with its purpose."""

from __future__ import annotations

from flask import render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from app.extensions import db
from app.lib.transaction_kind import set_reading
from app.models import Body
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.statistics import export_form
from app.organiser.statistics.chosen_events import Chosen, chosen
from app.organiser.statistics.export_form import FigureExportForm
from app.organiser.statistics.matrix_page import wants_all_bodies
from app.services import body_list
from app.services.indicators import REGISTRY, STEPS
from app.services.statistics import comparison_files, figure_export
from app.services.statistics.figure_export import FigureFile, Form
from app.web import access
from app.web.data_files import download
from app.web.event_pages import acting
from app.web.forms import sent
from app.web.locale import language

FORMS = (Form.XLSX, Form.CSV, Form.CSV_SEMICOLON, Form.JSON, Form.SVG)
Page = str | Answered | tuple[str, int]


@bp.route("/statistics/export", methods=["GET", "POST"])
@access.allow(access.STATISTICS)
def years_export() -> Page:
    """A file of the events that the address asks for; `body` narrows it to one body."""
    body, events = _body(), chosen()
    asked = {"format": request.args["format"]} if "format" in request.args else {}
    form = export_form.made_for(FORMS, _pictures(body), **asked)
    if not sent(form):
        page = render_template(
            "organiser/statistics/comparison_export.html",
            chosen=events, body=body, form=form, notes=export_form.notes(), action=_address(events, body),
        )  # fmt: skip
        return page, form_pages.status(form)
    about = f"body={body.code}" if body else "years"
    picture = [f"picture={form.picture.data}"] if form.wants_picture else []
    figure_export.note(
        form.form, form.language.data, form.serves, acting(), None, about, *events.codes, *picture
    )
    db.session.commit()
    set_reading(True)  # while the file is made, nobody waits for a lock
    return download(_file(form, body))


def _body() -> Body | None:
    """The body to which the address narrows the file."""
    code = request.values.get("body", "")
    return body_list.of_code(code) if code else None


def _pictures(body: Body | None) -> list[tuple[str, str]]:
    if body is not None:
        return [("attended", REGISTRY["attended"].name_in(language()))]
    return [(step, REGISTRY[step].name_in(language())) for step in reversed(STEPS)]


def _address(events: Chosen, body: Body | None) -> str:
    all_bodies = "all" if wants_all_bodies() else None
    code = body.code if body else None
    return url_for("organiser.years_export", body=code, bodies=all_bodies, **events.query)


def _file(form: FigureExportForm, body: Body | None) -> FigureFile:
    """The file itself; the events are asked for again, after what was put on record."""
    events, chosen_language = chosen().events, form.languages[0]
    if form.wants_picture:
        return comparison_files.picture(events, form.picture.data, chosen_language, body)
    if body is not None:
        return comparison_files.of_body(body, events, form.form, chosen_language)
    return comparison_files.of_events(events, form.form, chosen_language, all_bodies=wants_all_bodies())
