"""Naming several people: pasted or from a file, judged row by row before anybody is named; what is wrong can be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app.delegation import visit
from app.delegation.door import bp
from app.delegation.several_form import SeveralForm, several_form
from app.extensions import db
from app.lib.handed_tables import Table
from app.lib.wording import capitalised, translated
from app.models import Body, Event, Role
from app.models.labels import label
from app.services import delegation_sight, nominating, nominee_rows
from app.services.errors import ChangedSinceShown, DomainError, Invalid
from app.services.nominee_rows import Outcome
from app.web import access, nominee_form, nominee_words
from app.web.errors import status_of
from app.web.forms import blame
from app.web.locale import language

Page = str | Response | tuple[str, int]


@bp.route("/<slug>/<code>/several", methods=["GET", "POST"])
@access.allow(access.CORRESPONDENT)
def nominate_several(slug: str, code: str) -> Page:
    """Look at the rows first; then name those that are right, and give the others back."""
    event, body = visit.own_event(slug), visit.own_body(code)
    nominee_form.refuse_on_opening(nominating.refusal(event, body, visit.acting()))
    form = several_form()
    if request.method == "GET" or "lang" in request.form:
        return _page(event, body, form)
    if not form.validate():
        return _page(event, body, form), 422
    try:
        named = _name(event, body, form) if "nominate" in request.form and form.as_judged else 0
        if not form.rows.data:
            return redirect(visit.page_of(event, body), code=303)
        judged = _judge(event, body, form)
    except DomainError as error:
        db.session.rollback()
        blame(form, error, language())
        return _page(event, body, form), status_of(error)
    return _page(event, body, form, judged), 200 if named else _status(form, judged)


def _name(event: Event, body: Body, form: SeveralForm) -> int:
    """Name those whose rows are right, if that is what was shown; the form keeps the others. Returns how many were named."""
    table = form.table
    lines = nominee_rows.lines(table, form.spoken)
    outcomes = nominee_rows.nominate(event.id, body.id, lines, visit.acting())
    named = {outcome.number for outcome in outcomes if outcome.is_right}
    if named and form.seen.data != nominee_rows.mark(outcomes):
        db.session.rollback()
        blame(form, ChangedSinceShown(), language())
        return 0
    waiting = sum(outcome.is_waiting for outcome in outcomes)
    db.session.commit()
    form.keep(nominee_rows.without(table, named))
    if named:
        flash(nominee_words.several_named(len(named), waiting), "ok")
    return len(named)


def _judge(event: Event, body: Body, form: SeveralForm) -> list[Outcome]:
    """What would become of each row if it were named now; nothing is changed."""
    lines = nominee_rows.lines(form.table, form.spoken)
    judged = nominee_rows.foresee(event.id, body.id, lines, visit.acting())
    db.session.rollback()
    form.remember_judged(nominee_rows.mark(judged))
    return judged


def _status(form: SeveralForm, judged: Sequence[Outcome]) -> int:
    """The status code of the page: all is right, something cannot be right, or something is in the way."""
    if form.errors:
        return status_of(ChangedSinceShown())
    if all(outcome.is_right for outcome in judged):
        return 200
    return 422 if any(outcome.problem or isinstance(outcome.refusal, Invalid) for outcome in judged) else 409


def _page(event: Event, body: Body, form: SeveralForm, judged: Sequence[Outcome] = ()) -> str:
    return render_template(
        "delegation/several.html",
        event=event,
        body=body,
        form=form,
        rows=[_shown(outcome, form.table, event, body) for outcome in judged],
        right=sum(outcome.is_right for outcome in judged),
        roles=[label(role, language()) for role in nominating.roles_of(body)],
        left=nominee_words.places_left(event, body),
        back=visit.page_of(event, body),
    )


def _shown(outcome: Outcome, table: Table, event: Event, body: Body) -> dict[str, Any]:
    """A row as the page tells it: who, and what is in the way in words."""
    reason = translated(outcome.problem, language()) if outcome.problem else ""
    if outcome.refusal is not None:
        reason = delegation_sight.as_seen(outcome.refusal, event, body).wording(language())
    return {
        "number": outcome.number,
        "nominee": outcome.nominee,
        "role": capitalised(label((outcome.nominee and outcome.nominee.role) or Role.DELEGATE, language())),
        "typed": " · ".join(cell for cell in table[outcome.number - 1] if cell),
        "waiting": outcome.is_waiting,
        "reason": reason,
    }
