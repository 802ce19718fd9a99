"""What a correspondent does with people of the own delegation, each in one step and under its own rule."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.delegation import visit
from app.delegation.door import bp
from app.delegation.forms import DeclineForm, WithdrawForm
from app.delegation.trying import done, sent, status
from app.extensions import db
from app.models import Place, Registration, Status
from app.services import deciding, naming_head, registration_actions, resending
from app.services.registration_actions import Action
from app.services.seat_counts import SeatCounts
from app.services.shown_names import Viewer, shown_name
from app.web import access
from app.web.locale import language

Page = str | Response | tuple[str, int]


@bp.post("/people/<int:registration_id>/validate")
@access.allow(access.CORRESPONDENT)
def validate(registration_id: int) -> Response:
    """Vouch for somebody who has registered: takes a place of the delegation."""
    member = visit.own_registration(registration_id)
    deciding.validate(member.id, visit.acting())
    db.session.commit()
    return _done(member, _validated(member))


@bp.route("/people/<int:registration_id>/decline", methods=["GET", "POST"])
@access.allow(access.CORRESPONDENT)
def decline(registration_id: int) -> Page:
    """Refuse somebody who has registered, with a reason that the person is told."""
    member, form = visit.own_registration(registration_id), DeclineForm()
    reason = form.reason.data or ""
    if sent(form) and done(form, lambda: deciding.decline(member.id, visit.acting(), reason)):
        db.session.commit()
        return _done(member, _("%(name)s is declined, and is told so with your reason.", name=_name(member)))
    return _question(Action.DECLINE, member, form)


@bp.route("/people/<int:registration_id>/withdraw", methods=["GET", "POST"])
@access.allow(access.CORRESPONDENT)
def withdraw(registration_id: int) -> Page:
    """Take somebody out of the delegation, after one more question."""
    member, form = visit.own_registration(registration_id), WithdrawForm()
    note = form.note.data
    if sent(form) and done(form, lambda: deciding.withdraw(member.id, visit.acting(), note)):
        db.session.commit()
        return _done(member, _("%(name)s is withdrawn, and has been told.", name=_name(member)))
    return _question(Action.WITHDRAW, member, form)


@bp.post("/people/<int:registration_id>/head")
@access.allow(access.CORRESPONDENT)
def head(registration_id: int) -> Response:
    """Name the head of the delegation; whoever was head becomes a delegate."""
    member = visit.own_registration(registration_id)
    naming_head.name_head(member.id, visit.acting())
    db.session.commit()
    return _done(member, _("%(name)s is head of the delegation.", name=_name(member)))


@bp.post("/people/<int:registration_id>/send-again")
@access.allow(access.CORRESPONDENT)
def send_again(registration_id: int) -> Response:
    """Send the letter again that leads the person on."""
    member = visit.own_registration(registration_id)
    resending.send_again(member.id, visit.acting())
    db.session.commit()
    return _done(member, _("The letter to %(name)s is on its way again.", name=_name(member)))


def _question(action: Action, member: Registration, form: DeclineForm | WithdrawForm) -> Page:
    """The form; whoever opens it when it cannot be done any more is told so at once."""
    if not form.is_submitted():
        refusal = registration_actions.refusal(action, member, visit.acting(), SeatCounts(member.event))
        if refusal is not None:
            raise refusal
    shown = render_template(f"delegation/{action.value}.html", event=member.event, member=member, form=form)
    return shown, status(form)


def _done(member: Registration, said: str) -> Response:
    flash(said, "ok")
    return redirect(visit.page_of(member.event, member.body), code=303)


def _validated(member: Registration) -> str:
    if member.status is Status.CONFIRMED:
        return _("%(name)s is validated and confirmed.", name=_name(member))
    if member.place is Place.WAITING:
        return _("%(name)s is validated, and waits for a place.", name=_name(member))
    return _("%(name)s is validated. Confirmation follows when nothing else is missing.", name=_name(member))


def _name(member: Registration) -> str:
    return shown_name(member, Viewer.OWN_CORRESPONDENT, language()).full
