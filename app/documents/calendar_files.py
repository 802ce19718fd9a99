"""Calendar files (RFC 5545): an event for everybody, and an event with one's own sessions for a registered person.

The UID of an event or session stays for ever, its SEQUENCE grows with each change, so that a later file replaces an earlier
one. No file holds a private link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.documents.calendar_zones import zone_component
from app.lib import installation
from app.lib.clock import now
from app.lib.wording import N_, translated
from app.models import Event, EventSession, EventStatus, Mode, Place, Registration, Status

if TYPE_CHECKING:
    from icalendar import Event as Entry

_MARGIN = timedelta(days=120)  # of the time zone around what the file is about
_FOLD = re.compile(r"\r?\n[ \t]")


def event_calendar(event: Event, language: str, *, address: str = "", contact: str = "") -> bytes:
    """An event as everybody may see it; its dates are known. `address` is its page, `contact` an e-mail address."""
    entry = _event_entry(event, language, address, event.mode)
    return _file(event, [entry], contact)


def participant_calendar(
    registration: Registration,
    language: str,
    *,
    address: str = "",
    contact: str = "",
    called_off: Collection[int] | None = None,
) -> bytes:
    """The event and the sessions in which the person holds a place; once the event is cancelled, what takes them away.

    `called_off` are the sessions in which a place was held before; if that is not known any more, all for which one signs up.
    """
    event = registration.event
    if event.status is EventStatus.CANCELLED:
        sessions = [
            session
            for session in event.sessions
            if (session.sign_up if called_off is None else session.id in called_off)
        ]
    else:
        sessions = [row.session for row in registration.sign_ups if row.place == Place.HELD]
    entry = _event_entry(event, language, address, registration.mode, _how_to_join(registration, language))
    return _file(
        event, [entry, *(_session_entry(session, language, address) for session in sessions)], contact
    )


def rewritten(text: str, change: Callable[[str], str]) -> str:
    """A calendar file with some of its words replaced, its lines again of at most 75 octets."""
    from icalendar.parser import Contentlines  # noqa: PLC0415 - large, and only who writes such a file needs it

    return Contentlines.from_ical(change(_FOLD.sub("", text))).to_ical().decode()


def _file(event: Event, entries: Iterable[Entry], contact: str) -> bytes:
    from icalendar import Calendar  # noqa: PLC0415 - as above

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{installation.spoken('en').name.replace('/', ' ')}//Events//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if event.status is EventStatus.CANCELLED else "PUBLISH")
    if event.times_known and event.starts_at and event.ends_at:
        calendar.add_component(zone_component(event.zone, event.starts_at - _MARGIN, event.ends_at + _MARGIN))
    for entry in entries:
        if contact:
            entry.add("organizer", f"mailto:{contact}")
        calendar.add_component(entry)
    return calendar.to_ical()


def _event_entry(event: Event, language: str, address: str, mode: Mode, first: str = "") -> Entry:
    cancelled = event.status is EventStatus.CANCELLED
    entry = _entry(event.ical_uid, event.sequence, event.title.in_language(language), cancelled)
    if event.starts_at and event.ends_at:
        if event.times_known:
            entry.add("dtstart", event.local(event.starts_at))
            entry.add("dtend", event.local(event.ends_at))
        else:
            entry.add("dtstart", event.days[0])
            entry.add("dtend", event.days[-1] + timedelta(days=1))  # the first day that is free again
    entry.add("location", _location(event, language, mode))
    _describe(entry, [first, event.summary.in_language(language)], address, language)
    return entry


def _session_entry(session: EventSession, language: str, address: str) -> Entry:
    event = session.event
    cancelled = event.status is EventStatus.CANCELLED or session.cancelled_at is not None
    # The entry names the event and its place: it is another one with each change of either.
    sequence = session.sequence + event.sequence
    entry = _entry(session.ical_uid, sequence, session.title.in_language(language), cancelled)
    entry.add("dtstart", event.local(session.starts_at))
    entry.add("dtend", event.local(session.ends_at))
    place = _location(event, language, session.mode)
    entry.add("location", ", ".join(part for part in (session.room, place) if part))
    _describe(entry, [event.title.in_language(language)], address, language)
    return entry


def _entry(uid: str, sequence: int, title: str, cancelled: bool) -> Entry:
    from icalendar import Event as Entry  # noqa: PLC0415 - as above

    entry = Entry()
    entry.add("uid", uid)
    entry.add("dtstamp", _whole_second(now()))
    entry.add("sequence", sequence)
    entry.add("summary", title)
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return entry


def _describe(entry: Entry, texts: list[str], address: str, language: str) -> None:
    if address:
        more = translated(N_("Programme and practical information: %(address)s"), language, address=address)
        texts = [*texts, more]
        entry.add("url", address)
    entry.add("description", "\n\n".join(text for text in texts if text))


def _how_to_join(registration: Registration, language: str) -> str:
    """The online link, for those alone who are confirmed and take part online."""
    link = registration.event.online_link
    if not link or registration.status is not Status.CONFIRMED or registration.mode is not Mode.ONLINE:
        return ""
    return translated(N_("Join online: %(link)s"), language, link=link)


def _location(event: Event, language: str, mode: Mode) -> str:
    if mode is Mode.ONLINE:
        return translated(N_("Online"), language)
    return ", ".join(part for part in (event.venue.in_language(language), event.city) if part)


def _whole_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
