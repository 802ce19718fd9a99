"""The figures of an event as a file: what one chooses for it, and the file itself, which is put on record."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answered

from app.extensions import db
from app.lib import dates
from app.lib.transaction_kind import set_reading
from app.models import Event
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.statistics import export_form
from app.organiser.statistics.export_form import FigureExportForm
from app.organiser.statistics.shown_version import NOW
from app.services.statistics import (
    editions,
    event_figures,
    figure_export,
    figure_report,
    figure_tables,
    picture_files,
    reader_sight,
    snapshots,
)
from app.services.statistics.figure_export import FigureFile, Form
from app.services.statistics.figure_kinds import EventFigures
from app.services.statistics.figures import Frozen
from app.web import access
from app.web.data_files import download
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.locale import language

Page = str | Answered | tuple[str, int]


@bp.route("/events/<slug>/statistics/export", methods=["GET", "POST"])
@access.allow(access.STATISTICS)
def statistics_export(slug: str) -> Page:
    """Choose a file, and fetch it; `version` and `format` in the address are chosen already."""
    event = event_of_user(slug)
    versions = snapshots.versions(event.id)
    newest = str(versions[0].version) if versions else NOW
    held = _figures(event, newest)
    form = _form(held, _versions(event, versions) if reader_sight.compares_versions(current_user) else [])
    if not sent(form):
        return _page(form, held), form_pages.status(form)
    version = form.version.data if form.version else newest
    chosen = [f"version={version}"] if versions else []
    if form.wants_picture:
        chosen.append(f"picture={form.picture.data}")
    figure_export.note(form.form, form.language.data, form.serves, acting(), event, *chosen)
    db.session.commit()
    set_reading(True)  # while the file is made, nobody waits for a lock
    db.session.refresh(event)
    return download(_file(form, _figures(event, version)))


def _page(form: FigureExportForm, held: EventFigures) -> str:
    """The page with the questions, and what stands in a file."""
    return render_template(
        "organiser/statistics/export.html",
        event=held.summary.event,
        form=form,
        notes=export_form.notes(),
        tables=figure_tables.of_figures(held, language()),
    )


def _form(held: EventFigures, versions: list[tuple[str, str]]) -> FigureExportForm:
    asked = {name: request.args[name] for name in ("format", "version") if name in request.args}
    return export_form.made_for(Form, picture_files.choices(held, language()), versions, **asked)


def _versions(event: Event, versions: list[Frozen]) -> list[tuple[str, str]]:
    """What can be chosen where figures are frozen: the version that holds, those before it, and what is counted now."""
    choices = []
    for one in versions:
        day = dates.day(event.local(one.at).date(), language(), weekday=False, year=True)
        holds = one is versions[0]
        words = (
            _("Version %(number)s, frozen on %(day)s: it holds")
            if holds
            else _("Version %(number)s, frozen on %(day)s")
        )
        choices.append((str(one.version), words % {"number": one.version, "day": day}))
    return [*choices, (NOW, _("Counted now, not frozen"))] if choices else []


def _figures(event: Event, version: str) -> EventFigures:
    """The figures of an event in a version, or as they are counted now, as this user sees them."""
    found = event_figures.figures_of(event) if version == NOW else snapshots.version(event, int(version))
    return reader_sight.as_seen(found, current_user)


def _file(form: FigureExportForm, figures: EventFigures) -> FigureFile:
    match form.form:
        case Form.PDF:
            return figure_report.of_event(figures, form.languages)
        case Form.SVG:
            return figure_export.picture(figures, form.picture.data, form.languages[0])
        case tables:
            compared = editions.of_user(current_user, fictional=figures.summary.event.fictional)
            return figure_export.of_event(figures, tables, form.languages[0], compared)
