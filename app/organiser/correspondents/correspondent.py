"""One mandate: corrected, or ended. Somebody in discreet mode is shown when asked for, which is written down."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Body, Mandate
from app.organiser import form_pages
from app.organiser.correspondents import correspondent_forms as forms
from app.organiser.correspondents import correspondent_words as words
from app.organiser.correspondents.correspondent_forms import CorrespondentForm, EndForm
from app.organiser.door import bp
from app.services import audit, mandates
from app.services.errors import DomainError
from app.web import access, meanwhile
from app.web.event_pages import acting
from app.web.forms import sent
from app.web.meanwhile import Difference

Page = str | Response | tuple[str, int]


@bp.route("/correspondents/<int:mandate_id>", methods=["GET", "POST"])
@access.allow(access.ORGANISERS_OF_ALL)
def correspondents_edit(mandate_id: int) -> Page:
    """Correct what is written of a correspondent."""
    mandate = mandates.of_id(mandate_id)
    form, code, differences = forms.made_of(mandate), None, list[Difference]()
    present = partial(forms.made_of, mandate, as_stored=True)
    meanwhile.begin(form)
    if sent(form):
        try:
            meanwhile.refuse_unseen(form, present, partial(_lock, mandate))
            mandates.correct(mandate, form.named(), *form.period(), acting())
            db.session.commit()
            return _done(mandate.body, _("The mandate is saved."))
        except DomainError as error:
            code = form_pages.refused(form, error)
            if not mandate.person.discreet:  # shown only to whoever opens it
                differences = meanwhile.told(error, form, present)
    opened = not mandate.person.discreet or form.is_submitted()
    return _page(mandate, form, differences, opened=opened), code or form_pages.status(form)


@bp.post("/correspondents/<int:mandate_id>/open")
@access.allow(access.ORGANISERS_OF_ALL)
def correspondents_open(mandate_id: int) -> Page:
    """The name and the address of somebody in discreet mode."""
    mandate = mandates.of_id(mandate_id)
    audit.record(acting(), "mandate.opened", mandate, fields=["name", "email"])
    db.session.commit()
    form = forms.made_of(mandate, as_stored=True)
    form.seen.data = meanwhile.digest(form)
    return _page(mandate, form, opened=True)


@bp.route("/correspondents/<int:mandate_id>/end", methods=["GET", "POST"])
@access.allow(access.ORGANISERS_OF_ALL)
def correspondents_end(mandate_id: int) -> Page:
    """End a mandate: at once, which ends the person's visit too, or with a last day."""
    mandate, code, differences = mandates.of_id(mandate_id), None, list[Difference]()
    form, present = forms.end_of(mandate), partial(forms.end_of, mandate, as_stored=True)
    meanwhile.begin(form)
    if sent(form):
        body = mandate.body
        try:
            meanwhile.refuse_unseen(form, present, partial(_lock, mandate))
            _end(mandate, form)
            db.session.commit()
            return _done(body, _("The mandate is ended."))
        except DomainError as error:
            code = form_pages.refused(form, error, {"until_date": "last_day"})
            differences = meanwhile.told(error, form, present)
    page = render_template(
        "organiser/correspondents/end.html", mandate=mandate, form=form, differences=differences, words=words
    )
    return page, code or form_pages.status(form)


def _end(mandate: Mandate, form: EndForm) -> None:
    if form.when.data == forms.NOW or form.last_day.data is None:
        mandates.end_now(mandate, acting())
    else:
        mandates.end(mandate, form.last_day.data, acting())


def _lock(mandate: Mandate) -> None:
    """Name and address stand with the person, whom another mandate may share: wait for both, after the body, as who gives one."""
    mandates.lock([mandate.body_id])
    meanwhile.hold(mandate.person, mandate)


def _page(
    mandate: Mandate, form: CorrespondentForm, differences: Sequence[Difference] = (), *, opened: bool
) -> str:
    return render_template(
        "organiser/correspondents/edit.html",
        mandate=mandate,
        form=form,
        differences=differences,
        opened=opened,
        words=words,
    )


def _done(body: Body, said: str) -> Response:
    flash(said, "ok")
    return redirect(url_for("organiser.body", code=body.code, _anchor="correspondents"), code=303)
