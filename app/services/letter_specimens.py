"""For whom a letter is shown before it goes out: a real participant of the event, as if the letter went to that person now.

What is shown is a copy that the database never sees: in the language of the words, in a state that fits the letter. Discreet
persons are not offered, and nobody's private link, code or address is on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from app.emails.correspondents import Copy, Correspondence
from app.emails.letters import TYPES, Subject
from app.emails.participants import COMMON
from app.extensions import db
from app.lib.clock import now
from app.lib.wording import N_, translated
from app.models import (
    Body,
    BodyKind,
    Category,
    Event,
    EventSession,
    EventStatus,
    Language,
    LetterKind,
    Mode,
    Person,
    Place,
    Registration,
    Role,
    SignUp,
    Status,
)
from app.services.errors import NotFound
from app.services.shown_names import Viewer, shown_name

OFFERED = 300  # persons in the list of choices
_UNDECIDED = (Status.SUBMITTED, Status.VALIDATED)
_SUITED = {
    LetterKind.CONFIRM_ADDRESS: (Status.UNVERIFIED,),
    LetterKind.RECEIVED: _UNDECIDED,
    LetterKind.WAITING: _UNDECIDED,
    LetterKind.PROMOTED: _UNDECIDED,
    LetterKind.DECLINED: (Status.DECLINED,),
    LetterKind.WITHDRAWN: (Status.WITHDRAWN,),
    LetterKind.CANCELLED: (Status.CANCELLED,),
    LetterKind.REPLACED: (Status.WITHDRAWN,),
    LetterKind.EVENT_CANCELLED: (Status.CANCELLED, Status.CONFIRMED),
    LetterKind.NOMINATION: (Status.NOMINATED,),
    LetterKind.REPLACEMENT: (Status.NOMINATED,),
    LetterKind.NOMINATION_REMINDER: (Status.NOMINATED,),
    LetterKind.NOMINATION_EXPIRED: (Status.EXPIRED,),
}
_INVENTED = N_("Camille EXAMPLE")


@dataclass(frozen=True)
class Specimen:
    """What a letter is shown about."""

    about: Subject
    name: str  # as the organisers may see it
    source: Registration | None = None  # the row of which it is a copy; None: an example


def latest_event() -> Event | None:
    """The event for which the words for all events are shown: the latest that is no draft, else the latest."""
    draft = Event.status == EventStatus.DRAFT
    return db.session.scalar(select(Event).order_by(draft, Event.year.desc(), Event.id.desc()).limit(1))


def is_for_participants(kind: LetterKind) -> bool:
    """Whether a letter goes to those who take part, not to the correspondents of a delegation."""
    return TYPES[kind].common == COMMON


def persons(event: Event, kind: LetterKind, most: int = OFFERED) -> list[Registration]:
    """Whom of the event a letter can be shown for: those first to whom it could go. Nobody discreet, nobody erased."""
    place = Place.WAITING if kind is LetterKind.WAITING else Registration.place
    fits = Registration.status.in_(_suited(kind)) & (Registration.place == place)
    order = (case((fits, 0), else_=1), Registration.sort_name, Registration.id)
    return list(db.session.scalars(_showable(event).order_by(*order).limit(most)))


def delegations(language: Language) -> list[Body]:
    """The bodies for which a letter to correspondents can be shown, member states first."""
    kinds = (BodyKind.MEMBER_STATE, BodyKind.OBSERVER_STATE, BodyKind.OBSERVER_ORGANISATION)
    query = select(Body).where(Body.kind.in_(kinds), Body.selectable).order_by(*_in_order(language))
    return list(db.session.scalars(query))


def of_person(event: Event, kind: LetterKind, language: Language, registration_id: int) -> Specimen:
    """A copy of a registration.

    Raises:
        NotFound: there is no such registration at the event, or it is discreet or erased.
    """
    source = db.session.scalar(
        _showable(event)
        .where(Registration.id == registration_id)
        .options(selectinload(Registration.sign_ups).joinedload(SignUp.session))
    )
    if source is None:
        raise NotFound
    return Specimen(
        _copy(source, kind, language), shown_name(source, Viewer.OTHERS, language.value).full, source
    )


def example(event: Event, kind: LetterKind, language: Language) -> Specimen:
    """An invented person, for an event at which nobody can be shown."""
    made = Registration(
        event_id=event.id,
        category=Category.MEMBER_STATE_DELEGATE,
        role=Role.DELEGATE,
        body=db.session.scalar(select(Body).where(Body.kind == BodyKind.MEMBER_STATE).order_by(Body.sort_en)),
        mode=Mode.IN_PERSON if event.mode is Mode.HYBRID else event.mode,
        reference=specimen_reference(event),
        **_state(kind, language),
    )
    made.event = event
    _sign_up_for_one(made, kind)
    return Specimen(made, _invented_name(language))


def of_delegation(
    event: Event, language: Language, body_id: int | None, kind: LetterKind = LetterKind.CONVOCATION
) -> Specimen:
    """An invented correspondent of a body, or its mailbox for copies; of the first member state where none is named.

    Raises:
        NotFound: there is no such body.
    """
    query = select(Body).order_by(*_in_order(language)).limit(1)
    body = db.session.scalar(query if body_id is None else query.where(Body.id == body_id))
    if body is None:
        raise NotFound
    if kind is LetterKind.CONVOCATION_COPY:
        return Specimen(Copy(body, event, language), "")
    return Specimen(Correspondence(Person(language=language), body, event), _invented_name(language))


def specimen_reference(event: Event) -> str:
    """A reference that nobody has."""
    return f"{event.short_code}-00000000"


def _in_order(language: Language) -> tuple[ColumnElement[bool], InstrumentedAttribute[str]]:
    return (
        Body.kind != BodyKind.MEMBER_STATE,
        Body.sort_fr if language is Language.FR else Body.sort_en,
    )


def _invented_name(language: Language) -> str:
    return translated(_INVENTED, language.value)


def _suited(kind: LetterKind) -> tuple[Status, ...]:
    return _SUITED.get(kind, (Status.CONFIRMED,))


def _showable(event: Event) -> Select[Registration]:
    return (
        select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.discreet.is_(False),
            Registration.family_name.is_not(None),
        )
        .options(joinedload(Registration.body))
    )


def _copy(source: Registration, kind: LetterKind, language: Language) -> Registration:
    """What letters say of a registration, and nothing that opens anything."""
    same = ("event_id", "category", "role", "body", "body_text", "mode", "reference")
    made = Registration(**{name: getattr(source, name) for name in same}, **_state(kind, language))
    made.event = source.event
    for row in source.sign_ups:
        SignUp(registration=made, session=row.session, session_id=row.session_id, place=row.place)
    _sign_up_for_one(made, kind)
    return made


def _state(kind: LetterKind, language: Language) -> dict[str, object]:
    """How somebody stands who gets such a letter."""
    waits = kind is LetterKind.WAITING
    return {
        "language": language,
        "status": _suited(kind)[0],
        "place": Place.WAITING if waits else Place.HELD,
        "hold_until": now() + timedelta(days=1),
        "confirmed_at": now(),
        "discreet": False,
    }


def _sign_up_for_one(registration: Registration, kind: LetterKind) -> None:
    """The letter about a place in a session tells of one, whoever it is shown for."""
    if kind is not LetterKind.SESSION_PLACE or registration.sign_ups:
        return
    session = db.session.scalar(
        select(EventSession)
        .where(EventSession.event_id == registration.event_id, EventSession.cancelled_at.is_(None))
        .order_by(EventSession.sign_up.desc(), EventSession.starts_at)
        .limit(1)
    )
    if session is not None:
        SignUp(registration=registration, session=session, session_id=session.id, place=Place.HELD.value)
