"""Heads counted in the rooms: each session with its log, its head count and the difference, and a form for another count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.utils import redirect
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.validators import InputRequired

from app.checkin import asking
from app.checkin.door import bp
from app.extensions import db
from app.lib import dates, hours
from app.lib.clock import now
from app.models import Event, EventSession
from app.services.attendance import attendance_counts, head_counts
from app.services.errors import Invalid
from app.web import access
from app.web.event_pages import event_of_user
from app.web.forms import blame, sent
from app.web.locale import language
from app.web.moment_fields import HourField, NumberOfField, moment_at

Page = str | Response | tuple[str, int]


class HeadCountForm(FlaskForm):
    """A number, the session and, where heads were counted earlier, the hour."""

    session = SelectField(_l("Session"), [InputRequired(_l("Choose a session"))])
    number = NumberOfField(_l("How many people are in the room?"), most=head_counts.MOST)
    counted_at = HourField(_l("Counted at"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Nothing typed is not nobody there."""
        complete = bool(super().validate(extra_validators))
        if self.number.data is None and not self.number.errors:
            self.number.errors = [_("Enter how many people were counted. If the room was empty, enter 0.")]
        return complete and not self.number.errors


@bp.route("/<slug>/head-counts", methods=["GET", "POST"])
@access.allow(access.DESK)
def count_heads(slug: str) -> Page:
    """What was counted, and the form for another count; the last one of a session holds."""
    event = event_of_user(slug)
    sessions = head_counts.sessions_of(event)
    form = _form(event, sessions)
    if not sent(form):
        return _page(event, sessions, form), 422 if form.errors else 200
    session = next(one for one in sessions if str(one.id) == form.session.data)
    actor, at = asking.this_desk().actor, _moment(event, session, form.counted_at.data)
    try:
        row = head_counts.count(event, session.id, form.number.data or 0, actor, at)  # never empty here
    except Invalid as error:
        blame(form, error, language())
        return _page(event, sessions, form), 422
    db.session.commit()
    flash(ngettext("%(num)s person counted.", "%(num)s people counted.", row.number), "ok")
    return redirect(url_for("checkin.count_heads", slug=slug), code=303)


def _form(event: Event, sessions: Sequence[EventSession]) -> HeadCountForm:
    """The form; it begins with the session of the address or, without one, with that which is under way."""
    form = HeadCountForm(session=_proposed(sessions))
    form.session.choices = [
        ("", _("Choose a session")),
        *((str(one.id), _name(event, one)) for one in sessions),
    ]
    return form


def _proposed(sessions: Sequence[EventSession]) -> str:
    asked, at = request.args.get("for"), now()
    under_way = [str(one.id) for one in sessions if one.starts_at <= at < one.ends_at]
    return asked or (under_way[0] if under_way else "")


def _name(event: Event, session: EventSession) -> str:
    begins = event.local(session.starts_at)
    day = dates.day(begins.date(), language(), weekday=False)
    return f"{day}, {hours.clock(begins, language())} – {session.title.in_language(language())}"


def _moment(event: Event, session: EventSession, hour: time | None) -> datetime | None:
    """The hour by the clocks of the event's place, on the day of the session."""
    return moment_at(event.local(session.starts_at).date(), hour, event.zone, hour) if hour else None


def _page(event: Event, sessions: Sequence[EventSession], form: HeadCountForm) -> str:
    return render_template(
        "checkin/head_counts.html",
        event=event,
        sessions=sessions,
        form=form,
        at=now(),
        counted=head_counts.of_event(event.id),
        came=attendance_counts.in_sessions(event.id),
    )
