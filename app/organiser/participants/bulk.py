"""One decision on many: chosen in the list, looked at in full, then taken for each under its own rule."""

from __future__ import annotations

from collections import Counter

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event
from app.organiser.door import bp
from app.organiser.participants import participant_words as words
from app.organiser.participants import participants_address as address
from app.organiser.participants.participant_forms import DecisionForm
from app.organiser.participants.participant_questions import list_url
from app.services import bulk_deciding, participant_list
from app.services.bulk_deciding import Outcome
from app.services.errors import DomainError, ReasonRequired, TooManySelected
from app.services.registration_actions import FOR_MANY, Action
from app.web import access, units
from app.web.errors import status_of
from app.web.event_pages import acting, event_of_user
from app.web.locale import language

Page = str | Response | tuple[str, int]


@bp.post("/events/<slug>/participants/bulk")
@access.allow(access.ORGANISERS)
@units.reads_only
def bulk(slug: str) -> Page:
    """What would happen: how many would change, who cannot, and why. Nothing is changed yet."""
    event = event_of_user(slug)
    ids = _chosen(event)
    if not ids:
        flash(_("Select at least one person first."), "warn")
        return redirect(_back(event), code=303)
    return _look(event, ids, DecisionForm(formdata=None))


@bp.post("/events/<slug>/participants/bulk/do")
@access.allow(access.ORGANISERS)
def bulk_do(slug: str) -> Page:
    """Do it, in portions that are committed one by one, so that nobody else waits long for the event's lock."""
    event = event_of_user(slug)
    action, ids, form = _action(), _chosen(event), DecisionForm()
    if not form.validate():
        return _look(event, ids, form, 422)
    if action.needs_reason and not form.reason.data:
        form.reason.errors = [ReasonRequired().wording(language())]
        return _look(event, ids, form, 422)
    outcome = Outcome()
    try:
        for portion in bulk_deciding.batches(event, ids):
            outcome.add(bulk_deciding.take(event, portion, action, acting(), form.reason.data))
            db.session.commit()
    except DomainError as error:
        db.session.rollback()
        if not outcome.done:
            raise
        flash(error.wording(language()), "stop")
    _tell(action, outcome)
    return redirect(_back(event), code=303)


def _look(event: Event, ids: list[int], form: DecisionForm, code: int = 200) -> Page:
    action = _action()
    problem, foreseen = None, []
    try:
        foreseen = bulk_deciding.foresee(event, ids, action, acting())
    except TooManySelected as error:
        problem, code = error.wording(language()), status_of(error)
    willing = [line.registration for line in foreseen if line.refusal is None]
    refused = [
        (line.registration, line.refusal.wording(language())) for line in foreseen if line.refusal is not None
    ]
    page = render_template(
        "organiser/participants/bulk.html",
        event=event,
        action=action,
        words=words.action_words(action),
        consequence=words.consequences(action),
        button=words.button_words(action, len(willing)),
        arguments=address.arguments(address.filters(), address.sorting()),
        willing=willing,
        refused=refused,
        reasons=Counter(reason for _, reason in refused).most_common(),
        capacity=words.capacity,
        form=form,
        problem=problem,
        back=_back(event),
    )
    return page, code


def _action() -> Action:
    chosen = request.form.get("action", "")
    if chosen not in set(FOR_MANY):
        abort(400)
    return Action(chosen)


def _back(event: Event) -> str:
    """The list from which the selection was made."""
    return list_url(event, address.filters(), address.sorting())


def _chosen(event: Event) -> list[int]:
    """The registrations that were ticked, or all that match the filters of the address."""
    if request.form.get("whom") == "all":
        return participant_list.ids(event, address.filters())
    return address.numbers(request.form.getlist("registration"))


def _tell(action: Action, outcome: Outcome) -> None:
    if outcome.done:
        flash(words.done_words(action, len(outcome.done)), "ok")
    reasons = Counter(error.wording(language()) for error in outcome.refused.values())
    if reasons:
        flash(words.left_alone(reasons), "warn")
