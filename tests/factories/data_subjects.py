"""Somebody of whom everything is kept that can be: each text carries a mark, so that it can be looked for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    ActorKind,
    Event,
    Gender,
    Letter,
    LetterKind,
    LetterState,
    LinkPurpose,
    Needs,
    Notice,
    Person,
    Place,
    Registration,
    SessionRole,
    SessionRoleKind,
    Status,
    StatusChange,
    Substitute,
)
from app.services import access_links, audit
from app.services.actors import PERSON
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.mandates import a_mandate
from tests.factories.people import a_person
from tests.factories.registrations import a_registration, a_sign_up

MARKS = (
    "Anahit", "MARKED-FAMILY", "Անահիտ", "marked@igp.example", "Marked title", "Marked function", "Marked service",
    "Marked diet", "Marked access", "Marked note", "Marked subject", "Marked letter", "Marked substitute", "Marked desk",
)  # fmt: skip


def somebody(event: Event | None = None, *, mandate: bool = False, **changes: Any) -> Registration:
    """A registered person with everything around it; a mandate too where it is asked for."""
    event = event or an_event()
    person = the_person(**{name: value for name, value in changes.items() if name == "discreet"})
    registration = a_registration(
        event,
        Status.CONFIRMED,
        **{
            "person": person,
            "given_name": "Anahit",
            "family_name": "MARKED-FAMILY",
            "own_script_name": "Անահիտ ՀԱԿՈԲՅԱՆ",
            "email": "marked@igp.example",
            "title": "Marked title",
            "function": "Marked function",
            "service": "Marked service",
            "consent_photographs": True,
            "consent_lists": True,
            "consent_reuse": True,
            "notice_id": db.session.scalar(select(Notice.id).limit(1)),
            **changes,
        },
    )
    _around(registration)
    if mandate:
        a_mandate(a_body("MD"), person)
    db.session.flush()
    return registration


def the_person(**changes: Any) -> Person:
    """The record of the person."""
    facts = {"given_name": "Anahit", "family_name": "MARKED-FAMILY", "email": "marked@igp.example"}
    more = {"title": "Marked title", "gender": Gender.WOMAN, "reuse_consent": True}
    return a_person(**{**facts, **more, **changes})


def _around(registration: Registration) -> None:
    session = a_session(registration.event, sign_up=True)
    a_sign_up(registration, session)
    part = {"kind": SessionRoleKind.SPEAKER, "function_en": "Marked part", "function_fr": "Marked part"}
    db.session.add(SessionRole(session=session, registration=registration, **part))
    db.session.add(Needs(registration_id=registration.id, diet="Marked diet", access="Marked access"))
    db.session.add(_step(registration))
    proposed = {"given_name": "Other", "family_name": "Marked substitute", "proposed_at": now()}
    db.session.add(Substitute(registration_id=registration.id, **proposed))
    a_check_in(registration, desk="Marked desk")
    db.session.add(_letter(registration))
    access_links.mint_for_registration(registration, LinkPurpose.MY_REGISTRATION)
    audit.record(PERSON, "registration.changed", registration, fields=["function"])


def _step(registration: Registration) -> StatusChange:
    return StatusChange(
        registration_id=registration.id,
        at=now(),
        actor_kind=ActorKind.STAFF,
        status_from=Status.SUBMITTED,
        status_to=Status.CONFIRMED,
        place_from=Place.HELD,
        place_to=Place.HELD,
        note="Marked note",
    )


def _letter(registration: Registration) -> Letter:
    return Letter(
        dedupe_key=f"marked-{registration.id}",
        message_id=f"<marked-{registration.id}@test>",
        kind=LetterKind.CONFIRMED,
        registration_id=registration.id,
        event_id=registration.event_id,
        recipient="marked@igp.example",
        language=registration.language,
        subject="Marked subject",
        text="Marked letter",
        html="Marked html",
        state=LetterState.SENT,
        not_before=now(),
        created_at=now(),
        sent_at=now(),
    )
