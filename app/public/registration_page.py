"""The page of the form: the words beside its choices, and the places left."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from app.lib.clock import now
from app.models import Category, Event, EventSession, Mode
from app.models.labels import label
from app.public.registration_form import RegistrationForm
from app.services import offers
from app.services.admission_rules import Admitted
from app.web.bodies import listed_choices
from app.web.formatting import event_day, event_time
from app.web.locale import language


def form_page(
    event: Event,
    form: RegistrationForm,
    admissions: list[Admitted],
    categories: list[Category],
    sessions: list[EventSession],
    left: dict[int, int | None],
) -> str:
    """The form with whatever was typed."""
    form.body.choices = listed_choices(offers.bodies_for(categories))
    notice = offers.notice_shown()
    form.notice.data = form.notice.data or str(notice.id if notice else "")
    return render_template(
        "public/registration/form.html",
        form=form,
        event=event,
        notice=notice,
        category_notes={
            row.category.value: _who_decides(row) for row in admissions if row.category in categories
        },
        mode_notes=mode_notes(event),
        mode_ends=_mode_ends(event, admissions),
        full=_full(event, admissions),
        session_notes=session_notes(event, sessions),
        session_ends=session_ends(left),
    )


def not_open_page(event: Event) -> str:
    """Why there is no form."""
    return render_template("public/registration/not_open.html", event=event, at=now())


def places_left(number: int) -> str:
    """How many places are left, or that one would wait."""
    return (
        ngettext("%(num)s place left", "%(num)s places left", number) if number else _("Full: waiting list")
    )


def mode_notes(event: Event) -> dict[str, str]:
    """The small line under each way of taking part: where it is."""
    place = ", ".join(part for part in (event.venue.in_language(language()), event.city) if part)
    return {
        Mode.IN_PERSON.value: place,
        Mode.ONLINE.value: _("The link is on your page once you are confirmed"),
    }


def _mode_ends(event: Event, admissions: list[Admitted]) -> dict[str, str]:
    """The words at the right end of each way of taking part that has a limit; none where there is only one way."""
    if len(event.modes) == 1:
        return {}
    left = offers.places_left(event, admissions)
    return {mode.value: places_left(number) for mode, number in left.items()}


def _full(event: Event, admissions: list[Admitted]) -> str:
    """That one would wait, where there is only one way of taking part and so no choice beside which it could stand."""
    left = offers.places_left(event, admissions) if len(event.modes) == 1 else {}
    return places_left(0) if 0 in left.values() else ""


def session_notes(event: Event, sessions: list[EventSession]) -> dict[str, str]:
    """The small line under each session: when, where, in which way; by its id."""
    return {str(session.id): _session_note(event, session) for session in sessions}


def session_ends(left: dict[int, int | None]) -> dict[str, str]:
    """The words at the right end of each session that has a limit; by its id."""
    return {str(key): places_left(number) for key, number in left.items() if number is not None}


def _who_decides(admission: Admitted) -> str:
    if admission.needs_correspondent:
        return _("Validated by the national correspondent or contact point, otherwise by the secretariat")
    return _("Confirmed by the secretariat") if admission.needs_secretariat else ""


def _session_note(event: Event, session: EventSession) -> str:
    parts = [event_day(session.starts_at, event)]
    parts.append(f"{event_time(session.starts_at, event)}–{event_time(session.ends_at, event)}")
    parts += [session.room] if session.room else []
    parts += [label(session.mode, language())] if event.mode is Mode.HYBRID else []
    return " · ".join(parts)
