"""What the letters to registered persons have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.emails import placeholders
from app.emails.particulars import particulars
from app.emails.said import ChosenSession, Said
from app.lib import dates, hours
from app.lib.wording import N_, translated
from app.models import Mode, Place, Registration, Role, SignUp
from app.models.labels import label

COMMON = (
    "name", "event", "place_and_dates", "dates", "hours", "place", "venue", "capacity", "reference", "link", "event_page",
    "contact",
)  # fmt: skip
_LOOKS_LIKE_A_LINK = re.compile(r"[:/@\[\]]|www\.|\w\.\w{2,}", re.IGNORECASE)


def to_participant(
    registration: Registration,
    facts: Mapping[str, object],
    *,
    values: Mapping[str, str] | None = None,
    with_capacity: bool = True,
    with_reference: bool = True,
    sessions: tuple[ChosenSession, ...] = (),
    sessions_heading: bool = True,
    online_link: str = "",
    desk_code: bool = False,
    link: str = placeholders.MY_REGISTRATION,
) -> Said:
    """What is said to a registered person, in that person's language. `facts` holds at least the name to be greeted."""
    language = registration.language.value
    event = particulars(registration.event, registration.mode, language)
    name = harmless(str(facts["name"]))
    capacity = _capacity(registration, language)
    reference = registration.reference if with_reference else ""
    common = event.values() | {
        "name": name, "capacity": capacity, "reference": reference, "link": link,
        "event_page": placeholders.SITE + event.address, "contact": placeholders.CONTACT,
    }  # fmt: skip
    return Said(
        language=language,
        name=name,
        values=common | {key: placeholders.inert(value) for key, value in (values or {}).items()},
        event=event,
        capacity=capacity if with_capacity else "",
        reference=reference,
        online_link=online_link,
        desk_code=desk_code,
        sessions=sessions,
        sessions_heading=sessions_heading,
        link=link,
        why=translated(
            N_("You receive this letter because this address was given to register for the event above."),
            language,
        ),
        preview=f"{event.short} – {event.title}",
    )


def own_link(registration: Registration) -> str:
    """The online link, for those alone who take part online."""
    return (registration.event.online_link or "") if registration.mode is Mode.ONLINE else ""


def chosen_sessions(registration: Registration, among: set[int] | None = None) -> tuple[ChosenSession, ...]:
    """One's sign-ups for sessions that take place, in the order of their time; all, or those among some ids."""
    rows = sorted(registration.sign_ups, key=lambda row: (row.session.starts_at, row.session_id))
    wanted = [
        row for row in rows if row.session.cancelled_at is None and (among is None or row.session_id in among)
    ]
    return tuple(chosen(row, registration.language.value) for row in wanted)


def chosen(row: SignUp, language: str) -> ChosenSession:
    """A sign-up, in words."""
    session = row.session
    begin, end = session.event.local(session.starts_at), session.event.local(session.ends_at)
    return ChosenSession(
        title=session.title.in_language(language),
        when=f"{dates.day(begin.date(), language)}, {hours.hours(begin, end, language)}",
        room=session.room or "",
        waiting=row.place == Place.WAITING,
    )


def harmless(typed: str) -> str:
    """What was typed, unless it could carry a link: anybody can type any address into the public form."""
    return "" if _LOOKS_LIKE_A_LINK.search(typed) else typed


def _capacity(registration: Registration, language: str) -> str:
    """In what capacity somebody comes, and for whom."""
    words = [label(registration.category, language)]
    if registration.role is not None and registration.role is not Role.DELEGATE:
        words.append(label(registration.role, language))
    body = registration.body
    affiliation = body.name.in_language(language) if body else harmless(registration.body_text or "")
    return ", ".join([*words, *([affiliation] if affiliation else [])])
