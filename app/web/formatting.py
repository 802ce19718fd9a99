"""How dates, texts and codes are written on a page: template filters in the reader's language and the event's time zone."""

from __future__ import annotations

import enum
import re
from datetime import date, datetime
from typing import Any

from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from app.lib import dates, hours, numbers, seat_time
from app.lib.clock import now
from app.lib.wording import capitalised
from app.models import Event, EventSession, Person, Registration, SessionRole
from app.models.labels import label
from app.services import event_states
from app.services.shown_names import ShownName, Viewer, shown_name, shown_person, shown_role
from app.web.event_pages import (
    event_tabs,
    letter_ways,
    privacy_ways,
    settings_ways,
    statistics_ways,
    work_navigation,
)
from app.web.figure_rows import drawn_cells, figure_cell, figure_heads, figure_rows
from app.web.locale import language

_RANGE = re.compile(r"[\w:]+[ \u00a0]?–[\w:]*")


def init_app(app: Flask) -> None:
    """Register the filters."""
    app.template_filter("in_language")(lambda text: text.in_language(language()))
    app.template_filter("other_language")(lambda text: text.other_language(language()))
    app.template_filter("label")(lambda member: label(member, language()))
    app.template_filter("capitalised")(capitalised)
    app.template_filter("event_dates")(lambda event: unbroken(event_dates(event)))
    app.template_filter("unbroken")(unbroken)
    app.template_filter("event_day")(event_day)
    app.template_filter("event_time")(event_time)
    app.template_filter("event_state")(lambda event: event_states.state(event, now()))
    app.template_filter("event_moment")(event_moment)
    app.template_filter("weekday")(lambda day: dates.weekday(day, language()))
    app.template_filter("day_number")(lambda day: dates.day_number(day, language()))
    app.template_filter("month_year")(lambda day: dates.month_year(day, language()))
    app.template_filter("utc_offset")(utc_offset)
    app.template_filter("utc_moment")(lambda moment: f"{hours.day_and_clock(moment, language())} UTC")
    app.template_filter("clock")(lambda moment: hours.clock(moment, language()))
    app.template_filter("event_hours")(event_hours)
    app.template_filter("number")(number)
    app.template_filter("seat_moment")(lambda moment: seat_time.with_place(moment, language()))
    app.template_filter("seat_clock")(lambda moment: seat_time.moment(moment, language()))
    app.template_filter("language_names")(lambda codes: dates.language_names(codes, language()))
    app.template_filter("shown_name")(_shown_name)
    app.template_filter("role_words")(role_words)
    app.template_filter("affiliation")(affiliation)
    app.template_filter("file_size")(lambda size: dates.file_size(size, language()))
    app.jinja_env.globals.update(
        figure_heads=figure_heads, figure_rows=figure_rows, figure_cell=figure_cell, drawn_cells=drawn_cells
    )
    app.context_processor(
        lambda: {
            "Viewer": Viewer,
            "work_nav": work_navigation,
            "event_tabs": event_tabs,
            "letter_ways": letter_ways,
            "privacy_ways": privacy_ways,
            "settings_ways": settings_ways,
            "statistics_ways": statistics_ways,
        }
    )


@pass_context  # without it, the number of a template would be worded once, for whoever reads the page first
def number(_context: Context, value: float) -> str:
    """A number as prose writes it, in the reader's language."""
    return numbers.number(value, language())


def event_dates(event: Event) -> str:
    """The days of an event, as in “9–10 June 2027”; empty while they are not known."""
    return dates.day_range(event.days[0], event.days[-1], language()) if event.days else ""


def unbroken(words: str) -> Markup:
    """Words of a page in which no line ends inside “9–10 June” or before the dash of “30 May – 1 June”."""
    return Markup(_RANGE.sub(r'<span class="nw">\g<0></span>', str(escape(words))))  # noqa: S704 - escaped before


def event_day(day: date | datetime, event: Event | None = None, *, weekday: bool = True) -> str:
    """A day, as in “Wednesday 9 June”; a moment is read by the clocks of the event's place."""
    if isinstance(day, datetime):
        day = event.local(day).date() if event is not None else day.date()
    return dates.day(day, language(), weekday=weekday)


def event_time(moment: datetime, event: Event) -> str:
    """The hour of a moment by the clocks of the event's place, as in “09:15” or “9 h 15”."""
    return hours.clock(event.local(moment), language())


def event_hours(session: EventSession, event: Event) -> str:
    """From when to when a session lasts by the clocks of the event's place, as in “09:15–10:30”."""
    return hours.hours(event.local(session.starts_at), event.local(session.ends_at), language())


def event_moment(moment: datetime, event: Event, *, year: bool = True) -> str:
    """A day and an hour by the clocks of the event's place, as in “Friday 21 May 2027, 18:00”."""
    return hours.day_and_clock(event.local(moment), language(), year=year)


def utc_offset(moment: datetime, event: Event) -> str:
    """How the clocks of the event's place differ from UTC at a moment, as in “UTC+2”."""
    offset = event.local(moment).utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


def affiliation(registration: Registration) -> str:
    """What a registered person represents, in the reader's language."""
    if registration.body is not None:
        return registration.body.name.in_language(language())
    return registration.body_text or ""


def role_words(role: SessionRole, to_participant: bool = False) -> str:
    """Somebody's part in a session, as the public or a confirmed participant may read it."""
    return shown_role(role, language(), to_participant=to_participant)


def _shown_name(somebody: Registration | Person, viewer: Viewer = Viewer.OTHERS) -> ShownName:
    if isinstance(somebody, Person):
        return shown_person(somebody, viewer, language())
    return shown_name(somebody, viewer, language())


def choices(kind: type[enum.StrEnum], *members: Any) -> list[tuple[str, str]]:
    """The choices of a form field for an enum (or some of its members); each begins with a capital."""
    return [(member.value, capitalised(label(member, language()))) for member in (members or list(kind))]
