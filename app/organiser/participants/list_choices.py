"""Columns that were chosen once, kept under a name: kept, put in the place of others, removed."""

from __future__ import annotations

from flask import flash, redirect
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.extensions import db
from app.models import ListChoice
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.participants.participant_exports import Asked, Page, asked_of
from app.services.errors import DomainError, EditedMeanwhile, NotFound
from app.services.lists import list_choices
from app.web import access
from app.web.event_pages import acting
from app.web.forms import sent
from app.web.meanwhile import Difference

PATH = "/events/<slug>/participants/export/choices"


@bp.post(PATH)
@access.allow(access.ORGANISERS_OF_ALL)
def list_choice_keep(slug: str) -> Page:
    """Keep the columns under a new name."""
    asked = asked_of(slug)
    if not sent(asked.form):
        return asked.page()
    try:
        name, columns = asked.form.name.data or "", asked.form.ordered()
        choice = list_choices.keep(name, columns, current_user, acting())
        db.session.commit()
    except DomainError as error:
        return asked.page(form_pages.refused(asked.form, error))
    flash(_("These columns are kept as “%(name)s”.", name=choice.name), "ok")
    return _on(asked.link("organiser.participants_export", choice=choice.id))


@bp.post(f"{PATH}/<int:choice_id>")
@access.allow(access.ORGANISERS_OF_ALL)
def list_choice_replace(slug: str, choice_id: int) -> Page:
    """Put the columns in the place of those kept under a name."""
    asked = asked_of(slug)
    if not sent(asked.form):
        return asked.page()
    try:
        choice = list_choices.of_id(choice_id)
        seen = (asked.form.seen.data or "").split()
        list_choices.replace(choice, asked.form.ordered(), current_user, seen, acting())
        db.session.commit()
    except NotFound as error:
        flash(_("These columns have been removed meanwhile. Keep yours under a name."), "warn")
        return asked.page(form_pages.refused(asked.form, error))
    except EditedMeanwhile as error:
        code = form_pages.refused(asked.form, error)
        return asked.page(code, [_now_there(asked, choice)])
    except DomainError as error:
        return asked.page(form_pages.refused(asked.form, error))
    flash(_("“%(name)s” now stands for these columns.", name=choice.name), "ok")
    return _on(asked.link("organiser.participants_export", choice=choice.id))


@bp.post(f"{PATH}/<int:choice_id>/remove")
@access.allow(access.ORGANISERS_OF_ALL)
def list_choice_remove(slug: str, choice_id: int) -> Page:
    """Keep a choice no longer."""
    asked, choice = asked_of(slug), list_choices.of_id(choice_id)
    name = choice.name
    list_choices.remove(choice, acting())
    db.session.commit()
    flash(_("“%(name)s” is removed.", name=name), "ok")
    return _on(asked.link("organiser.participants_export"))


def _now_there(asked: Asked, choice: ListChoice) -> Difference:
    """The columns that somebody else has kept meanwhile; whoever keeps again has seen them."""
    asked.form.seen.data = " ".join(choice.columns)
    names = [asked.headings[code] for code in list_choices.columns_of(choice)]
    return Difference(choice.name, ", ".join(names))


def _on(address: str) -> Answer:
    return redirect(address, code=303)
