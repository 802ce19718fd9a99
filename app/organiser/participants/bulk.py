"""One decision on many: chosen in the list, looked at in full, then taken for each under its own rule."""

from __future__ import annotations

from collections import Counter

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event
from app.organiser.door import bp
from app.organiser.participants import participant_words as words
from app.organiser.participants import participants_address as address
from app.organiser.participants.participant_forms import DecisionForm
from app.organiser.participants.participant_questions import list_url
from app.services import bulk_deciding, decision_jobs, participant_list, registration_actions
from app.services.bulk_deciding import Outcome
from app.services.errors import DomainError, ReasonRequired, TooManySelected
from app.services.registration_actions import FOR_MANY, Action
from app.web import access, units
from app.web.errors import status_of
from app.web.event_pages import acting, event_of_user
from app.web.locale import language

Page = str | Response | tuple[str, int]
_SHOWN = 200  # names of each part; the numbers are those of all


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
    """Do it for those who were looked at: a few at once, many by the worker."""
    event = event_of_user(slug)
    action, form = _action(), DecisionForm()
    looked_at, left = _looked_at()
    if form.validate() and action.needs_reason and not form.reason.data:
        form.reason.errors = [ReasonRequired().wording(language())]
    if form.errors:
        return _look(event, [*looked_at, *left], form, 422)
    if len(looked_at) > bulk_deciding.AT_ONCE:
        refused = bulk_deciding.refused_now(event, left, action, acting())
        job = decision_jobs.ask(event, looked_at, action, current_user, form.reason.data, refused)
        db.session.commit()
        return redirect(url_for("organiser.job", job_id=job.id), code=303)
    return _do(event, looked_at, left, action, form.reason.data)


def _do(event: Event, looked_at: dict[int, str], left: list[int], action: Action, reason: str | None) -> Page:
    """In portions that are committed one by one, so that nobody else waits long for the event's lock."""
    outcome = bulk_deciding.refused_now(event, left, action, acting())
    try:
        for portion in bulk_deciding.batches(event, list(looked_at)):
            outcome.add(bulk_deciding.take(event, portion, action, acting(), reason, looked_at))
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
        marks=registration_actions.marks(action, willing),
        refused=refused,
        reasons=Counter(reason for _, reason in refused).most_common(),
        capacity=words.capacity,
        form=form,
        problem=problem,
        at_once=bulk_deciding.AT_ONCE,
        shown=_SHOWN,
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


def _looked_at() -> tuple[dict[int, str], list[int]]:
    """Who was to change, each as it was shown, and who was to stay, as the page before has sent it."""
    looked_at = {}
    for pair in request.form.get("looked_at", "").split():
        number, _dash, status = pair.partition("-")
        looked_at.update(dict.fromkeys(address.numbers([number]), status))
    return looked_at, address.numbers(request.form.get("left", "").split())


def _tell(action: Action, outcome: Outcome) -> None:
    if outcome.done:
        flash(words.done_words(action, len(outcome.done)), "ok")
    reasons = Counter(error.wording(language()) for error in outcome.refused.values())
    if reasons:
        flash(words.left_alone(reasons), "warn")
