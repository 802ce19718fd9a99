"""A reminder to the silent ones only: shown before it goes, and once for each time it is asked for."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answered

from app.extensions import db
from app.lib.clock import now
from app.models import Body, Event, LetterKind
from app.organiser.delegations import delegation_letters, delegation_words
from app.organiser.delegations.convocation import letters_under_way
from app.organiser.door import bp
from app.services import convocation_preview, delegation_page, reminding_silent
from app.services.reminding_silent import Reminded
from app.web import access
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.headers import POLICY_WITH_FRAME
from app.web.url_numbers import LARGEST

_MOST = 300  # bodies at once


@bp.route("/events/<slug>/delegations/reminder", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def remind_silent(slug: str) -> Answered:
    """Whom a reminder would reach, all silent ones or one, with the letter; then it is sent to those still silent."""
    event, only = event_of_user(slug), _only()
    if not sent(FlaskForm()):
        return _look(event, only)
    done = reminding_silent.remind(event.id, _seen(), acting())
    db.session.commit()
    flash(_told(done), "ok" if done.letters else "info")
    return redirect(url_for("organiser.delegations", slug=event.slug), code=303)


def _look(event: Event, only: Body | None) -> Response:
    reminder = reminding_silent.foresee(event, only)
    shown = reminder.reached[0].body if reminder.reached else None
    page = render_template(
        "organiser/delegations/reminder.html",
        event=event,
        only=only,
        reminder=reminder,
        reminded=delegation_words.reminded,
        letters=delegation_letters.in_both_languages(event, LetterKind.REMINDER, shown),
        too_late=not event.takes_nominations(now()),
        open=convocation_preview.can_be_invited(event) and not event.is_over(now()),
    )
    return Response(page, headers={"Content-Security-Policy": POLICY_WITH_FRAME})


def _told(done: Reminded) -> str:
    """What has gone out, and how many have nothing to be reminded of any more."""
    if not done.left:
        return letters_under_way(done.letters)
    left = ngettext(
        "One delegation has answered or was reminded in the meantime: it gets nothing.",
        "%(num)s delegations have answered or were reminded in the meantime: they get nothing.",
        done.left,
    )
    return f"{letters_under_way(done.letters)} {left}"


def _only() -> Body | None:
    code = request.values.get("body")
    return delegation_page.body_of(code) if code else None


def _seen() -> dict[int, int]:
    """The bodies that were shown, each with how often it had been reminded by then."""
    found: dict[int, int] = {}
    for pair in request.form.getlist("silent")[:_MOST]:
        body, _colon, times = pair[:40].partition(":")
        if body.isascii() and body.isdigit() and times.isascii() and times.isdigit():
            found[min(int(body), LARGEST)] = int(times)
    return found
