"""Figures that somebody reported of an event: entered with their source, corrected, removed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.statistics import reported_form
from app.organiser.statistics.reported_form import ROWS, FigureForm, NumbersForm
from app.services import places
from app.services.errors import DomainError, NotFound
from app.services.indicators import REGISTRY, STEPS
from app.services.statistics import figures, reporting
from app.services.statistics.figure_errors import FiguresContradict
from app.services.statistics.figure_tables import reported_name
from app.services.statistics.reporting import Entry
from app.web import access, meanwhile
from app.web.event_pages import event_of_user
from app.web.forms import sent
from app.web.locale import language
from app.web.meanwhile import Difference

Page = str | Response | tuple[str, int]


@bp.route("/events/<slug>/statistics/reported", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def reported_figures(slug: str) -> Page:
    """All figures at once."""
    event, code, differences = event_of_user(slug), None, list[Difference]()
    form, present = reported_form.grid(reporting.present(event.id)), partial(_grid, event.id)
    meanwhile.begin(form)
    if sent(form):
        try:
            meanwhile.refuse_unseen(form, present, partial(places.lock, event.id))
            return _save(event, form.entries(reporting.present(event.id)))
        except DomainError as error:
            code = _refused(form, error)
            differences = meanwhile.told(error, form, present)
    return _page(event_of_user(slug), form, differences), code or form_pages.status(form)


@bp.route("/events/<slug>/statistics/reported/<indicator>", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def reported_figure(slug: str, indicator: str) -> Page:
    """One figure, with its own source and note."""
    event, code, differences = event_of_user(slug), None, list[Difference]()
    form, present = _form_of(event.id, indicator), partial(_form_of, event.id, indicator, as_stored=True)
    meanwhile.begin(form)
    if sent(form):
        try:
            meanwhile.refuse_unseen(form, present, partial(places.lock, event.id))
            return _save(event, {indicator: form.entry()})
        except DomainError as error:
            code = _refused(form, error)
            differences = meanwhile.told(error, form, present)
    return _page_of_one(event_of_user(slug), indicator, form, differences), code or form_pages.status(form)


@bp.post("/events/<slug>/statistics/reported/<indicator>/remove")
@access.allow(access.ORGANISERS)
def reported_figure_remove(slug: str, indicator: str) -> Response:
    """Take a figure away, unless another one stands there now; what was frozen or handed out keeps it."""
    event = event_of_user(slug)
    present = partial(_form_of, event.id, indicator, as_stored=True)
    meanwhile.refuse_unseen(FigureForm(), present, partial(places.lock, event.id))
    reporting.change(event, {indicator: None}, current_user)
    db.session.commit()
    flash(_("The figure is removed."), "ok")
    return redirect(url_for("organiser.reported_figures", slug=slug), code=303)


def _grid(event_id: int) -> NumbersForm:
    return reported_form.grid(reporting.present(event_id), as_stored=True)


def _form_of(event_id: int, indicator: str, *, as_stored: bool = False) -> FigureForm:
    rows = reporting.present(event_id)
    if indicator not in rows:
        raise NotFound
    return reported_form.one(rows[indicator], as_stored=as_stored)


def _save(event: Event, entries: Mapping[str, Entry | None]) -> Response:
    changed = reporting.change(event, entries, current_user)
    db.session.commit()
    flash(_("The reported figures are saved.") if changed else _("Nothing has changed."), "ok")
    return redirect(url_for("organiser.reported_figures", slug=event.slug), code=303)


def _refused(form: FlaskForm, error: DomainError) -> int:
    if isinstance(error, FiguresContradict):
        return reported_form.blame(form, error)
    return form_pages.refused(form, error)


def _page_of_one(event: Event, indicator: str, form: FigureForm, differences: list[Difference]) -> str:
    return render_template(
        "organiser/statistics/reported_figure.html",
        event=event,
        form=form,
        differences=differences,
        indicator=indicator,
        name=reported_name(indicator, language()),
    )


def _page(event: Event, form: NumbersForm, differences: list[Difference]) -> str:
    (summary,) = figures.summaries([event])
    try:
        reporting.refuse_unfinished(event)
        refusal = ""
    except DomainError as error:
        refusal = error.wording(language())
    return render_template(
        "organiser/statistics/reported_form.html",
        event=event,
        form=form,
        differences=differences,
        rows=ROWS,
        columns=[REGISTRY[step].name_in(language()) for step in STEPS],
        present=reporting.present(event.id),
        summary=summary,
        refusal=refusal,
        reported_name=reported_name,
    )
