"""Letters for tests: one of each kind, and of each variant whose words differ, as the rules would have queued them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from app.emails.correspondents import Copy, Correspondence
from app.extensions import db
from app.lib.clock import now
from app.models import (
    AccountChange,
    Category,
    Event,
    EventStatus,
    Language,
    Letter,
    LetterKind,
    Mode,
    Place,
    Role,
    Status,
    Substitute,
)
from app.services import letter_writing, outbox
from app.services.accounts import telling
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.campaigns import a_campaign
from tests.factories.events import a_session, an_event
from tests.factories.mandates import a_mandate
from tests.factories.people import a_person
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import a_user

STARTS = datetime(2027, 6, 9, 6, 30, tzinfo=UTC)
ENDS = datetime(2027, 6, 10, 15, 0, tzinfo=UTC)
REASON = "Quota exceeded.\nAsk <b>them</b> & us."


def a_conference(**changes: Any) -> Event:
    """A conference in Strasbourg on 9 and 10 June 2027, at which one can also take part online."""
    facts: dict[str, Any] = {
        "title_en": "Trust and Oversight",
        "title_fr": "Confiance et contrôle",
        "starts_at": STARTS,
        "ends_at": ENDS,
        "venue_en": "Agora building",
        "venue_fr": "Bâtiment Agora",
        "online_link": "https://meet.example/room",
    }
    return an_event(**{**facts, **changes})


def a_letter(kind: LetterKind = LetterKind.RECEIVED, **changes: Any) -> Letter:
    """A letter of a kind to a new participant of a conference; `changes` are the registration's."""
    changes.setdefault("event", a_conference())
    return _put(kind, **changes)


def written(letter: Letter) -> Letter:
    """The letter as the worker writes it when it sends it."""
    letter_writing.write(letter)
    db.session.flush()
    return letter


def every_letter(language: Language) -> dict[str, Letter]:
    """One of each kind and variant, by its name."""
    return {name: written(make(language)) for name, make in _VARIANTS.items()}


def every_letter_waiting(language: Language) -> list[Letter]:
    """The same, queued and not written yet."""
    return [make(language) for make in _VARIANTS.values()]


def _put(kind: LetterKind, *, event: Event, facts: dict[str, object] | None = None, **changes: Any) -> Letter:
    status = changes.pop("status", Status.SUBMITTED)
    registration = a_registration(event, status, **{"family_name": "CEBOTARI", **changes})
    return outbox.put(kind, registration, **(facts or {}))


def _of(kind: LetterKind, **changes: Any) -> Callable[[Language], Letter]:
    return lambda language: _put(kind, event=a_conference(), language=language, **changes)


def _confirmed(language: Language) -> Letter:
    event = a_conference()
    registration = a_registration(event, Status.CONFIRMED, language=language, role=Role.HEAD)
    held = a_session(
        event, 2, sign_up=True, title_en="Explaining decisions", title_fr="Expliquer des décisions"
    )
    waited = a_session(
        event, 5, sign_up=True, title_en="Recognising faces", title_fr="Reconnaître des visages"
    )
    a_sign_up(registration, waited, Place.WAITING)
    a_sign_up(registration, held)
    return outbox.put(LetterKind.CONFIRMED, registration)


def _session_place(language: Language) -> Letter:
    event = a_conference()
    session = a_session(
        event, 2, sign_up=True, title_en="Explaining decisions", title_fr="Expliquer des décisions"
    )
    registration = a_registration(event, Status.CONFIRMED, language=language)
    a_sign_up(registration, session)
    return outbox.put(LetterKind.SESSION_PLACE, registration, sessions=[session.id])


def _event_cancelled(language: Language) -> Letter:
    event = a_conference(status=EventStatus.CANCELLED)
    changes = {"status": Status.CANCELLED, "confirmed_at": now(), "facts": {"reason": REASON}}
    return _put(LetterKind.EVENT_CANCELLED, event=event, language=language, **changes)


def _certificate(language: Language) -> Letter:
    letter = _put(LetterKind.CERTIFICATE, event=a_conference(), language=language, status=Status.CONFIRMED)
    registration = letter.registration
    assert registration is not None
    a_check_in(registration)
    a_check_in(registration, registration.event.days[1])
    return letter


def _message(language: Language) -> Letter:
    letter = _put(LetterKind.MESSAGE, event=a_conference(), language=language)
    letter.campaign = a_campaign(db.session.get_one(Event, letter.event_id))
    return letter


def _to_correspondent(kind: LetterKind, **facts: object) -> Callable[[Language], Letter]:
    def put(language: Language) -> Letter:
        person = a_person(language=language, given_name="Inès", family_name="MARTIN")
        a_mandate(a_body("MD"), person)
        event = a_conference(nominations_until=_HOLD) if kind is not LetterKind.SIGN_IN_LINK else None
        about = Correspondence(person, a_body("MD"), event)
        return outbox.put_for_correspondent(kind, about, **facts)

    return put


def _copy(language: Language, addressed: int) -> Letter:
    about = Copy(a_body("MD"), a_conference(nominations_until=_HOLD), language)
    address = f"representation-{addressed}@example.org"  # one letter of a transaction goes to an address
    return outbox.put_copy(LetterKind.CONVOCATION_COPY, about, address, addressed=addressed, places=3)


def _nominee_declined(language: Language) -> Letter:
    event = a_conference()
    nominee = a_registration(event, Status.WITHDRAWN, body=a_body("MD"), family_name="CEBOTARI")
    db.session.add(
        Substitute(registration_id=nominee.id, family_name="LUNGU", given_name="Ana", proposed_at=now())
    )
    person = a_person(language=language, given_name="Inès", family_name="MARTIN")
    about = Correspondence(person, nominee.body, event)
    return outbox.put_for_correspondent(LetterKind.NOMINEE_DECLINED, about, nominee_id=nominee.id)


def _account(language: Language) -> Letter:
    return outbox.put_for_user(LetterKind.ACCOUNT_INVITATION, a_user(language=language, name="Inès Martin"))


def _account_changed(what: AccountChange) -> Callable[[Language], Letter]:
    def tell(language: Language) -> Letter:
        return telling.tell(a_user(language=language, name="Inès Martin"), what)

    return tell


_HOLD = datetime(2027, 5, 21, 16, 0, tzinfo=UTC)
_CHANGED = {"changed": ["place", "hours", "dates", "online_link", "programme"]}
_VARIANTS: dict[str, Callable[[Language], Letter]] = {
    "confirm_address": _of(LetterKind.CONFIRM_ADDRESS, status=Status.UNVERIFIED, hold_until=_HOLD),
    "confirm_address_waiting": _of(
        LetterKind.CONFIRM_ADDRESS, status=Status.UNVERIFIED, hold_until=_HOLD, place=Place.WAITING
    ),
    "private_link": _of(LetterKind.PRIVATE_LINK),
    "received": _of(LetterKind.RECEIVED),
    "received_observer": _of(LetterKind.RECEIVED, category=Category.OBSERVER),
    "received_speaker": _of(
        LetterKind.RECEIVED, category=Category.SPEAKER_EXPERT, body_text="University of Tbilisi"
    ),
    "waiting": _of(LetterKind.WAITING, place=Place.WAITING),
    "waiting_online": _of(LetterKind.WAITING, place=Place.WAITING, mode=Mode.ONLINE),
    "promoted": _of(LetterKind.PROMOTED),
    "session_place": _session_place,
    "confirmed": _confirmed,
    "confirmed_online": _of(LetterKind.CONFIRMED, status=Status.CONFIRMED, mode=Mode.ONLINE),
    "declined": _of(LetterKind.DECLINED, status=Status.DECLINED, facts={"reason": REASON}),
    "withdrawn": _of(LetterKind.WITHDRAWN, status=Status.WITHDRAWN),
    "cancelled": _of(LetterKind.CANCELLED, status=Status.CANCELLED, facts={"reason": REASON}),
    "event_cancelled": _event_cancelled,
    "event_changed": _of(LetterKind.EVENT_CHANGED, status=Status.CONFIRMED, facts=_CHANGED),
    "event_changed_somehow": _of(LetterKind.EVENT_CHANGED),
    "replaced": _of(LetterKind.REPLACED, status=Status.WITHDRAWN),
    "nomination": _of(LetterKind.NOMINATION, status=Status.NOMINATED),
    "replacement": _of(LetterKind.REPLACEMENT, status=Status.NOMINATED),
    "nomination_reminder": _of(LetterKind.NOMINATION_REMINDER, status=Status.NOMINATED),
    "nomination_expired": _of(LetterKind.NOMINATION_EXPIRED, status=Status.EXPIRED),
    "nominee_declined": _nominee_declined,
    "practical_information": _of(LetterKind.PRACTICAL_INFORMATION, status=Status.CONFIRMED),
    "thanks": _of(LetterKind.THANKS, status=Status.CONFIRMED),
    "certificate": _certificate,
    "message": _message,
    "convocation": _to_correspondent(LetterKind.CONVOCATION, places=3),
    "convocation_without_limit": _to_correspondent(LetterKind.CONVOCATION, places=None),
    "convocation_copy": lambda language: _copy(language, 2),
    "convocation_copy_without_correspondent": lambda language: _copy(language, 0),
    "reminder": _to_correspondent(LetterKind.REMINDER),
    "digest": _to_correspondent(
        LetterKind.DIGEST, missing={"open_places": 2, "to_validate": 1, "unanswered": 3, "substitutes": 1}
    ),
    "nominations_ended": _to_correspondent(LetterKind.NOMINATIONS_ENDED, ended=2),
    "sign_in_link": _to_correspondent(LetterKind.SIGN_IN_LINK),
    "account_invitation": _account,
    **{what.value: _account_changed(what) for what in AccountChange},
}
