"""The pages of kept filters: all of a list, new ones, another name, other filters under the name, removed."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event, SavedFilter
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.kept_filters import kept_filter_form as forms
from app.organiser.kept_filters.kept_lists import LISTS, KeptList
from app.organiser.kept_number import begun_with
from app.services.errors import DomainError, NotFound
from app.services.lists import saved_filters as rules
from app.web import access, meanwhile
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.meanwhile import Difference

Page = str | Response | tuple[str, int]
PATH = "/events/<slug>/filters/<any(participants, letters):of_list>"


class Asked(NamedTuple):
    """Kept filters of a list, as an address names them."""

    event: Event
    asked_list: KeptList
    row: SavedFilter


@bp.get(PATH)
@access.allow(access.ORGANISERS)
def saved_filters(slug: str, of_list: str) -> str:
    """All that are kept of a list."""
    event, asked = event_of_user(slug), LISTS[of_list]
    return render_template(
        "organiser/kept_filters/list.html",
        event=event,
        of_list=asked,
        rows=[(row, asked.words(event, row.chosen)) for row in rules.kept(of_list, event)],
        may_change=_may_change,
    )


@bp.route(f"{PATH}/new", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def saved_filter_new(slug: str, of_list: str) -> Page:
    """Keep the filters of the address under a name."""
    event, asked = event_of_user(slug), LISTS[of_list]
    chosen = asked.chosen()
    form, code = forms.to_keep(chosen), None
    if sent(form):
        try:
            everywhere, name = form.scope.data == forms.EVERYWHERE, form.name.data or ""
            row = rules.keep(of_list, event, name, chosen, current_user, acting(), everywhere=everywhere)
            db.session.commit()
            flash(_("These filters are kept as “%(name)s”.", name=row.name), "ok")
            return redirect(asked.here(event, row.id), code=303)
        except DomainError as error:
            code = form_pages.refused(form, error)
    page = render_template(
        "organiser/kept_filters/new.html", event=event, of_list=asked, form=form, arguments=asked.arguments(),
        words=asked.words(event, chosen), began=_began(event, asked),
    )  # fmt: skip
    return page, code or form_pages.status(form)


@bp.route(f"{PATH}/<int:filter_id>", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def saved_filter(slug: str, of_list: str, filter_id: int) -> Page:
    """Give kept filters another name."""
    asked = _to_change(slug, of_list, filter_id)
    form, code, differences = forms.to_rename(asked.row), None, list[Difference]()
    if sent(form):
        try:
            rules.rename(asked.row, form.name.data or "", form_pages.version_in(form), asked.event, acting())
            db.session.commit()
            flash(_("The filters are now called “%(name)s”.", name=asked.row.name), "ok")
            return _to_all(asked)
        except DomainError as error:
            code = form_pages.refused(form, error)
            differences = meanwhile.told(error, form, partial(forms.to_rename, asked.row, as_stored=True))
    words = asked.asked_list.words(asked.event, asked.row.chosen)
    page = render_template(
        "organiser/kept_filters/change.html", asked=asked, event=asked.event, form=form, words=words,
        differences=differences,
    )  # fmt: skip
    return page, code or form_pages.status(form)


@bp.post(f"{PATH}/<int:filter_id>/replace")
@access.allow(access.ORGANISERS)
def saved_filter_replace(slug: str, of_list: str, filter_id: int) -> Page:
    """Keep the filters of the address in the place of those under a name."""
    event, form = event_of_user(slug), forms.NameForm()
    try:
        asked = _to_change(slug, of_list, filter_id)
    except NotFound:
        flash(_("These filters have been removed meanwhile. Keep yours under a name."), "warn")
        here = LISTS[of_list].arguments()
        return redirect(url_for("organiser.saved_filter_new", slug=slug, of_list=of_list, **here), code=303)
    chosen = asked.asked_list.chosen()
    try:
        rules.replace(asked.row, chosen, current_user, form_pages.version_in(form), acting())
        db.session.commit()
    except DomainError as error:
        status = form_pages.refused(form, error)
        words = asked.asked_list.words
        page = render_template(
            "organiser/kept_filters/replace.html", asked=asked, event=event, form=form,
            now_there=words(event, asked.row.chosen), yours=words(event, chosen),
            arguments=asked.asked_list.arguments(),
        )  # fmt: skip
        return page, status
    flash(_("“%(name)s” now stands for these filters.", name=asked.row.name), "ok")
    return redirect(asked.asked_list.here(event, asked.row.id), code=303)


@bp.route(f"{PATH}/<int:filter_id>/remove", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def saved_filter_remove(slug: str, of_list: str, filter_id: int) -> Page:
    """Keep filters no longer; asked once more before."""
    asked = _to_change(slug, of_list, filter_id)
    if sent(FlaskForm()):
        name = asked.row.name
        rules.remove(asked.row, acting())
        db.session.commit()
        flash(_("“%(name)s” is removed.", name=name), "ok")
        return _to_all(asked)
    words = asked.asked_list.words(asked.event, asked.row.chosen)
    return render_template("organiser/kept_filters/remove.html", asked=asked, event=asked.event, words=words)


def _to_change(slug: str, of_list: str, filter_id: int) -> Asked:
    """Kept filters that the signed-in user may change: those of every event only who works with every event."""
    event = event_of_user(slug)
    row = rules.of_id(filter_id, of_list, event)
    if not _may_change(row):
        abort(403)
    return Asked(event, LISTS[of_list], row)


def _may_change(row: SavedFilter) -> bool:
    return row.event_id is not None or bool(current_user.all_events)


def _began(event: Event, asked: KeptList) -> SavedFilter | None:
    """The kept filters with which one began, if they can be changed."""
    number = begun_with()
    found = next((row for row in rules.kept(asked.code, event) if row.id == number), None)
    return found if found is not None and _may_change(found) else None


def _to_all(asked: Asked) -> Response:
    address = url_for("organiser.saved_filters", slug=asked.event.slug, of_list=asked.asked_list.code)
    return redirect(address, code=303)
